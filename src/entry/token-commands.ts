import { type Command, Option } from 'commander';
import { createTokenIn, revokeTokenIn, rotateTokenIn } from '../app/admin/manage-tokens';
import type { TokenView } from '../app/ports/tokens';
import { createReaders } from '../db/readers/create-readers';
import { ROLES, type Role } from '../domain/actor';
import { DeskError } from '../domain/errors';
import { SCOPES, type Scope } from '../domain/scope';
import { OPERATOR, operate, say, tenantOf, withDatabase } from './command-line';
import type { Databases } from './open-databases';

/** Where the tokens are. */
type Desk = Pick<Databases, 'desk'>;

const PAGE = 100;
const TENANT = ['--tenant <name>', 'which desk, if the database holds several'] as const;

const whole = (text: string, most: number, option: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new DeskError('invalid', 'NUMBER', `${option} takes a whole number from 1 to ${most}.`);
};

const isLive = ({ revokedAt, expiresAt }: TokenView, now: Date): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now);

/** Every API token of a desk, the newest first. */
const tokensOf = async ({ desk }: Desk, tenantId: string): Promise<readonly TokenView[]> => {
  const readers = createReaders(desk.dataSource);
  const found: TokenView[] = [];
  for (let after = null; ; ) {
    const slice = { limit: PAGE, from: 'start', after, before: null } as const;
    const page = await readers.tokens(tenantId, 'API', slice);
    found.push(...page.rows.map(({ row }) => row));
    after = page.rows.at(-1)?.key ?? null;
    if (!page.hasNext || after === null) return found;
  }
};

const dayOf = (at: Date | null, none: string): string => at?.toISOString().slice(0, 10) ?? none;

const lineOf = (token: TokenView, now: Date): string => {
  const { id, name, role, scopes, revokedAt, expiresAt, lastUsedAt } = token;
  const ends =
    revokedAt !== null
      ? `revoked ${dayOf(revokedAt, '')}`
      : `${isLive(token, now) ? 'until' : 'expired'} ${dayOf(expiresAt, 'revoked')}`;
  const may = scopes.length === SCOPES.length ? 'everything' : scopes.join(' ');
  return [id, name, role, may, ends, `last used ${dayOf(lastUsedAt, 'never')}`].join('  ');
};

/** The live tokens, or all that ever were, a line each. */
export const tokenLines = async (
  databases: Desk,
  tenantId: string,
  all: boolean,
  now: Date,
): Promise<readonly string[]> => {
  const shown = (await tokensOf(databases, tenantId)).filter((one) => all || isLive(one, now));
  return shown.length === 0 ? ['There is none.'] : shown.map((one) => lineOf(one, now));
};

/** The one live token that is meant, by its id or by its name. */
const named = async (databases: Desk, tenantId: string, said: string): Promise<string> => {
  const all = await tokensOf(databases, tenantId);
  const byId = all.filter(({ id }) => id === said.toLowerCase());
  const byName = all.filter((one) => one.name === said && isLive(one, new Date()));
  const [only, another] = byId.length > 0 ? byId : byName;
  if (only !== undefined && another === undefined) return only.id;
  throw new DeskError(
    'invalid',
    'WHICH_TOKEN',
    only === undefined
      ? `There is no live token “${said}”.`
      : `There are several tokens “${said}”.`,
    'Pass the id of one that `token list` shows.',
  );
};

export interface WantedToken {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

/** Makes a token. What it returns is printed once and stored nowhere. */
export const createToken = async (
  databases: Desk,
  tenantId: string,
  asked: WantedToken,
): Promise<string> => {
  const wanted = { ...asked, granted: SCOPES, memberId: null };
  let bearer = '';
  await operate(databases, tenantId, 'createToken', asked, async (tx, now) => {
    const { id, token } = await createTokenIn(tx, OPERATOR, wanted, now);
    bearer = token;
    return { subjectId: id };
  });
  return bearer;
};

/** A new secret for a token; the old one ends after the overlap. */
export const rotateToken = async (
  databases: Desk,
  tenantId: string,
  said: string,
  overlapSec: number,
): Promise<string> => {
  const tokenId = await named(databases, tenantId, said);
  let bearer = '';
  await operate(databases, tenantId, 'rotateToken', { tokenId, overlapSec }, async (tx, now) => {
    const asked = { tokenId, overlapSec, granted: SCOPES };
    const { id, token } = await rotateTokenIn(tx, OPERATOR, asked, now);
    bearer = token;
    return { subjectId: id };
  });
  return bearer;
};

/** Ends a token at once. */
export const revokeToken = async (
  databases: Desk,
  tenantId: string,
  said: string,
): Promise<string> => {
  const tokenId = await named(databases, tenantId, said);
  await operate(databases, tenantId, 'revokeToken', { tokenId }, async (tx, now) => {
    await revokeTokenIn(tx, OPERATOR, tokenId, now);
    return { subjectId: tokenId };
  });
  return tokenId;
};

interface CreateOptions {
  readonly name: string;
  readonly role: Role;
  readonly scopes: Scope[];
  readonly days: string;
  readonly tenant?: string;
}

/** `desk token …` */
export const addTokenCommands = (program: Command): void => {
  const token = program.command('token').description('API tokens');
  token
    .command('create')
    .description('creates an API token and prints it once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(ROLES).default('AGENT' satisfies Role),
    )
    .addOption(
      new Option('--scopes <scopes...>', 'what it may be used for, within its role')
        .choices(SCOPES)
        .default([...SCOPES]),
    )
    .option('--days <days>', 'days until it expires', '90')
    .option(...TENANT)
    .action(async ({ name, role, scopes, days, tenant }: CreateOptions) => {
      const wanted = { name, role, scopes, days: whole(days, 3_650, '--days') };
      await withDatabase(async (databases) => {
        say(await createToken(databases, await tenantOf(databases, tenant), wanted));
      });
    });
  token
    .command('list')
    .description('shows the live tokens: never the tokens themselves, which nobody has')
    .option('--all', 'ended ones, too', false)
    .option(...TENANT)
    .action(async ({ all, tenant }: { all: boolean; tenant?: string }) => {
      await withDatabase(async (databases) => {
        const tenantId = await tenantOf(databases, tenant);
        for (const line of await tokenLines(databases, tenantId, all, new Date())) say(line);
      });
    });
  token
    .command('rotate')
    .description('prints a new secret once; the old one goes on for the overlap')
    .argument('<token>', 'its id or its name')
    .option('--overlap <seconds>', 'so long both are good', '3600')
    .option(...TENANT)
    .action(async (said: string, { overlap, tenant }: { overlap: string; tenant?: string }) => {
      const overlapSec = overlap === '0' ? 0 : whole(overlap, 604_800, '--overlap');
      await withDatabase(async (databases) => {
        say(await rotateToken(databases, await tenantOf(databases, tenant), said, overlapSec));
      });
    });
  token
    .command('revoke')
    .description('ends a token at once, also on open sockets')
    .argument('<token>', 'its id or its name')
    .option(...TENANT)
    .action(async (said: string, { tenant }: { tenant?: string }) => {
      await withDatabase(async (databases) => {
        const id = await revokeToken(databases, await tenantOf(databases, tenant), said);
        say(`${id} is revoked.`);
      });
    });
};
