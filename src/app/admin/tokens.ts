import { v7 } from 'uuid';
import type { Role } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { SCOPES, type Scope } from '../../domain/scope';
import type { StoredToken, TokenKind, TokenStore } from '../ports/tokens';
import {
  chosenToken,
  formatToken,
  hashSecret,
  MIN_CHOSEN_SECRET,
  newSecret,
  parseToken,
} from './token-format';

const NAME_LIMIT = 80;

export interface NewToken {
  readonly tenantId: string;
  readonly name: string;
  readonly role: Role;
  /** Absent: for a program. */
  readonly kind?: TokenKind;
  /** What it may be used for; absent: everything its role may. */
  readonly scopes?: readonly Scope[];
  /** Binds the token to a member: it then acts as that member. */
  readonly memberId: string | null;
  readonly expiresAt: Date | null;
}

/** In one order and each once. Throws `invalid` for none at all. */
const checkedScopes = (wanted: readonly Scope[]): readonly Scope[] => {
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  if (scopes.length > 0) return scopes;
  throw new DeskError(
    'invalid',
    'TOKEN_SCOPES',
    'A token that may be used for nothing is no token.',
    'Name at least one scope, or leave scopes away for everything its role may.',
    ['scopes'],
  );
};

/** What is stored of a new token, and what is shown once and stored nowhere. Throws `invalid`. */
export const draftToken = (
  wanted: NewToken,
  now: Date,
): { readonly stored: StoredToken; readonly token: string } => {
  const name = wanted.name.trim();
  if (name === '' || name.length > NAME_LIMIT) {
    throw new DeskError(
      'invalid',
      'TOKEN_NAME',
      `A token needs a name of 1 to ${NAME_LIMIT} characters.`,
      null,
      ['name'],
    );
  }
  if (wanted.expiresAt !== null && wanted.expiresAt <= now) {
    throw new DeskError('invalid', 'TOKEN_EXPIRED', 'A token must expire in the future.', null, [
      'expiresAt',
    ]);
  }
  const id = v7();
  const secret = newSecret();
  const stored: StoredToken = {
    ...wanted,
    id,
    name,
    kind: wanted.kind ?? 'API',
    scopes: checkedScopes(wanted.scopes ?? SCOPES),
    hash: hashSecret(secret),
    createdAt: now,
    revokedAt: null,
    lastUsedAt: null,
  };
  return { stored, token: formatToken(id, secret) };
};

/** Creates a token. What it returns is shown once and stored nowhere. */
export const issueToken = async (
  tokens: TokenStore,
  wanted: NewToken,
  now: Date,
): Promise<{ readonly id: string; readonly token: string }> => {
  const { stored, token } = draftToken(wanted, now);
  await tokens.insert(stored);
  return { id: stored.id, token };
};

/** Makes the operator's own secret an admin token; a second call changes nothing. */
export const ensureAdminToken = async (
  tokens: TokenStore,
  tenantId: string,
  text: string,
  now: Date,
): Promise<void> => {
  const parsed = parseToken(text) ?? chosenToken(text);
  if (parsed === null) {
    throw new DeskError(
      'invalid',
      'TOKEN_TOO_SHORT',
      `An admin token has at least ${MIN_CHOSEN_SECRET} characters.`,
    );
  }
  await tokens.insert({
    id: parsed.id,
    tenantId,
    name: 'ADMIN_TOKEN',
    role: 'ADMIN',
    kind: 'API',
    scopes: SCOPES,
    hash: hashSecret(parsed.secret),
    memberId: null,
    createdAt: now,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  });
};

/** Ends a token at once. */
export const revokeToken = async (
  tokens: TokenStore,
  tenantId: string,
  tokenId: string,
  now: Date,
): Promise<void> => {
  if (!(await tokens.revoke(tenantId, tokenId, now))) throw notFound('token');
};
