import type { Actor, Role } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Scope } from '../../domain/scope';
import type { Tx } from '../ports/store';
import type { TokenView } from '../ports/tokens';
import { requireMember } from '../tickets/requirements';
import { inRange, requireAdministration } from './requirements';
import { draftToken } from './tokens';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_650;
const LONGEST_OVERLAP_SEC = 7 * 86_400;

/** A token's id, and what is shown once and stored nowhere. */
export interface Issued {
  readonly id: string;
  readonly token: string;
}

/** Nobody hands out what they could not do themselves with what they signed in with. */
const requireScopes = (wanted: readonly Scope[], granted: readonly Scope[]): void => {
  const beyond = wanted.filter((scope) => !granted.includes(scope));
  if (beyond.length === 0) return;
  throw new DeskError(
    'forbidden',
    'SCOPE_NOT_YOURS',
    `Your own token may not be used for ${beyond.join(', ')}.`,
    'Sign in with one that may, or leave that out.',
    ['scopes'],
  );
};

/** A new token of this desk. It always ends. */
export const createTokenIn = async (
  tx: Tx,
  actor: Actor,
  wanted: {
    readonly name: string;
    readonly role: Role;
    readonly scopes: readonly Scope[];
    /** What the one who makes it may hand out. */
    readonly granted: readonly Scope[];
    readonly memberId: string | null;
    readonly days: number;
  },
  now: Date,
): Promise<Issued> => {
  requireAdministration(actor, 'administer');
  requireScopes(wanted.scopes, wanted.granted);
  if (wanted.memberId !== null) await requireMember(tx, wanted.memberId);
  const { name, role, scopes, memberId } = wanted;
  const days = inRange(wanted.days, 1, LONGEST_DAYS, 'expiresInDays');
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const { stored, token } = draftToken(
    { tenantId: tx.tenantId, name, role, scopes, memberId, expiresAt },
    now,
  );
  await tx.admin.insertToken(stored);
  return { id: stored.id, token };
};

const liveToken = async (tx: Tx, tokenId: string, now: Date): Promise<TokenView> => {
  const token = await tx.admin.token(tokenId);
  if (token === null) throw notFound('token');
  if (token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= now))
    throw new DeskError(
      'refused',
      'TOKEN_ENDED',
      `The token “${token.name}” has ended already.`,
      'Create a new one.',
      ['tokenId'],
    );
  return token;
};

/** A token with a new secret; the old one ends after the overlap, so that nobody is cut off. */
export const rotateTokenIn = async (
  tx: Tx,
  actor: Actor,
  asked: {
    readonly tokenId: string;
    readonly overlapSec: number;
    readonly granted: readonly Scope[];
  },
  now: Date,
): Promise<Issued> => {
  requireAdministration(actor, 'administer');
  const overlapSec = inRange(asked.overlapSec, 0, LONGEST_OVERLAP_SEC, 'overlapSeconds');
  const old = await liveToken(tx, asked.tokenId, now);
  const { tenantId, name, role, scopes, memberId, createdAt, expiresAt } = old;
  requireScopes(scopes, asked.granted);
  if (old.kind === 'SESSION')
    throw new DeskError(
      'refused',
      'IS_A_SESSION',
      'A session has no successor: its person signs in again.',
      null,
      ['tokenId'],
    );
  // It lives as long as the old one was made for.
  const lives = expiresAt === null ? null : expiresAt.getTime() - createdAt.getTime();
  const { stored, token } = draftToken(
    {
      tenantId,
      name,
      role,
      scopes,
      memberId,
      expiresAt: lives === null ? null : new Date(now.getTime() + lives),
    },
    now,
  );
  await tx.admin.insertToken(stored);
  await tx.admin.expireToken(old.id, new Date(now.getTime() + overlapSec * 1_000));
  return { id: stored.id, token };
};

/** Ends a token at once. */
export const revokeTokenIn = async (
  tx: Tx,
  actor: Actor,
  tokenId: string,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  await liveToken(tx, tokenId, now);
  await tx.admin.revokeToken(tokenId, now);
};
