import { type Actor, ROLES, type Role } from '../../domain/actor';
import type { Scope } from '../../domain/scope';
import type { FoundToken, StoredToken, TokenOwner, TokenStore } from '../ports/tokens';
import { chosenToken, parseToken, secretMatches } from './token-format';

/** Who calls, in which tenant. */
export interface Principal {
  readonly tenantId: string;
  readonly tokenId: string;
  readonly role: Role;
  /** What may be done with what they signed in with. */
  readonly scopes: readonly Scope[];
  /** When they must sign in again; null: never. */
  readonly expiresAt: Date | null;
  readonly actor: Actor;
}

const TOUCH_EVERY_MS = 60_000;
const BEARER = /^Bearer +(\S+)$/i;

/** A token never makes its member more powerful, nor the member the token. */
const lower = (one: Role, other: Role): Role =>
  ROLES.indexOf(one) <= ROLES.indexOf(other) ? one : other;

const isLive = (token: StoredToken, now: Date): boolean =>
  token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);

const principalOf = (token: StoredToken, member: TokenOwner | null): Principal | null => {
  const { id: tokenId, tenantId, name, scopes, expiresAt } = token;
  if (token.memberId === null) {
    const actor: Actor = { kind: 'token', tokenId, name, role: token.role };
    return { tenantId, tokenId, role: token.role, scopes, expiresAt, actor };
  }
  if (!member?.active) return null;
  const role = lower(token.role, member.role);
  const actor: Actor = {
    kind: 'member',
    memberId: token.memberId,
    name: member.name,
    role,
    active: true,
    queueIds: member.queueIds,
  };
  return { tenantId, tokenId, role, scopes, expiresAt, actor };
};

/** Somebody who shows a token of their company's account service; null: it is none that counts. */
export type People = (jwt: string, now: Date) => Promise<Principal | null>;

const JWT = /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/;

const findToken = async (tokens: TokenStore, text: string): Promise<FoundToken | null> => {
  const parsed = parseToken(text) ?? chosenToken(text);
  if (parsed === null) return null;
  const found = await tokens.find(parsed.id);
  if (found !== null && secretMatches(parsed.secret, found.token.hash)) return found;
  tokens.refused?.(found?.token.tenantId ?? null, found === null ? 'TOKEN_UNKNOWN' : 'TOKEN_WRONG');
  return null;
};

/**
 * The principal behind an `Authorization` header, or null. Why it is null is nobody's business:
 * unknown, wrong, expired, revoked and deactivated answer alike. Only of somebody whom their account
 * service vouches for is said why they may not come in (`forbidden`).
 */
export const authenticate = async (
  tokens: TokenStore,
  authorization: string | undefined,
  now: Date,
  people: People | null,
): Promise<Principal | null> => {
  const bearer = BEARER.exec(authorization ?? '')?.[1] ?? '';
  const person = people !== null && JWT.test(bearer) ? await people(bearer, now) : null;
  if (person !== null) return person;
  const found = await findToken(tokens, bearer);
  if (found === null) return null;
  const principal = isLive(found.token, now) ? principalOf(found.token, found.member) : null;
  if (principal === null) {
    tokens.refused?.(found.token.tenantId, 'TOKEN_ENDED');
    return null;
  }
  const { lastUsedAt } = found.token;
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_EVERY_MS) {
    await tokens.touch(principal.tenantId, principal.tokenId, now);
  }
  return principal;
};
