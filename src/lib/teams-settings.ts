import { z } from 'zod';

const list = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(z.array(z.string().min(1)).min(1));

/** The names are Bot Framework's own, so that an existing registration can be pasted. */
export const teamsShape = {
  MicrosoftAppId: z.uuid().optional(),
  MicrosoftAppPassword: z.string().min(1).optional(),
  MicrosoftAppType: z.enum(['MultiTenant', 'SingleTenant']).optional(),
  MicrosoftAppTenantId: z.uuid().optional(),
  /** Customers' Entra tenants that may install the app; any, if unset. */
  TEAMS_ALLOWED_TENANTS: list.optional(),
  /** A local Teams instead of Microsoft's: never in production. */
  TEAMS_LOCAL: z
    .enum(['true', 'false', '1', '0'])
    .transform((value) => value === 'true' || value === '1')
    .optional(),
  TEAMS_SERVICE_HOSTS: list.optional(),
  TEAMS_OPENID_METADATA_URL: z.url({ protocol: /^https?$/ }).optional(),
  TEAMS_TOKEN_URL: z.url({ protocol: /^https?$/ }).optional(),
};

const schema = z.object(teamsShape);
export type TeamsSettings = z.infer<typeof schema>;

/** Whether this desk speaks to Teams at all. */
export const hasTeams = (settings: TeamsSettings): boolean =>
  settings.MicrosoftAppId !== undefined || settings.TEAMS_LOCAL === true;

/** What is wrong with the Teams part, each with what to do about it. */
export const teamsProblems = (settings: TeamsSettings, production: boolean): string[] => {
  const problems: string[] = [];
  const {
    MicrosoftAppId: id,
    MicrosoftAppPassword: password,
    MicrosoftAppTenantId: tenant,
  } = settings;
  const given = [id, password, tenant].filter((value) => value !== undefined).length;
  const isLocal = settings.TEAMS_LOCAL === true;
  const isAnonymous = isLocal && id === undefined && password === undefined && tenant !== undefined;
  if (given > 0 && given < 3 && !isAnonymous)
    problems.push(
      'MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId belong together: set all three.',
    );
  if (isLocal && tenant === undefined)
    problems.push('TEAMS_LOCAL needs MicrosoftAppTenantId: whose Teams is it?');
  if (settings.MicrosoftAppType !== undefined && given === 0)
    problems.push('MicrosoftAppType is set, but no MicrosoftAppId: nothing could be answered.');
  if (!isLocal)
    for (const name of [
      'TEAMS_SERVICE_HOSTS',
      'TEAMS_OPENID_METADATA_URL',
      'TEAMS_TOKEN_URL',
    ] as const)
      if (settings[name] !== undefined)
        problems.push(`${name} is for a local Teams only: set TEAMS_LOCAL=true, or remove it.`);
  if (production && isLocal) problems.push('TEAMS_LOCAL is refused in production.');
  return problems;
};
