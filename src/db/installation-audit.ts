import type { AuditDraft } from '../app/ports/audit';
import type { Installation } from '../app/ports/installations';
import type { Actor } from '../domain/actor';

/** The platform tells of both, and not who did it. */
const PLATFORM: Actor = { kind: 'system', name: 'platform' };

type Told = Pick<Installation, 'platform' | 'externalId' | 'name' | 'scopes'>;

const factsOf = (told: Told, workspaceId: string) => ({
  [`Workspace:${workspaceId}`]: {
    platform: told.platform,
    externalId: told.externalId,
    name: told.name,
    scopes: [...told.scopes],
  },
});

const draft = (
  action: string,
  workspaceId: string,
  at: Date,
): Omit<AuditDraft, 'before' | 'after'> => ({
  at,
  via: 'DESK',
  action,
  actor: PLATFORM,
  subject: 'Workspace',
  subjectId: workspaceId,
});

/** Somebody let us in, or into more than before. */
export const installed = (told: Told, workspaceId: string, at: Date): AuditDraft => ({
  ...draft('installWorkspace', workspaceId, at),
  before: {},
  after: factsOf(told, workspaceId),
});

/** Somebody threw us out. */
export const uninstalled = (told: Told, workspaceId: string, at: Date): AuditDraft => ({
  ...draft('uninstallWorkspace', workspaceId, at),
  before: factsOf(told, workspaceId),
  after: {},
});
