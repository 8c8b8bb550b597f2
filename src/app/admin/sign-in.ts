import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import { SCOPES } from '../../domain/scope';
import type { Desk } from '../desk';
import type { FoundLogin, LoginStore, PersonClaims } from '../ports/sign-in';
import { audited } from './audit';
import type { Principal } from './authenticate';
import { noteRefusedSignIn } from './note-act';
import { draftToken } from './tokens';

const SESSION_MS = 12 * 3_600_000;

const calledBy = ({ email, subject }: PersonClaims): string =>
  email === null ? `The account ${subject.slice(0, 80)}` : `The address ${email}`;

/** The one member these claims mean. Throws `forbidden` with what to do about it. */
const memberOf = async (logins: LoginStore, claims: PersonClaims): Promise<FoundLogin> => {
  const found = await logins.find(claims);
  const bound = found.filter(({ isBound }) => isBound);
  const [only, another] = bound.length > 0 ? bound : found;
  if (only === undefined)
    throw new DeskError(
      'forbidden',
      'UNKNOWN_PERSON',
      `${calledBy(claims)} belongs to nobody of this desk.`,
      'Ask an administrator of the desk to enter it for you under People.',
    );
  if (another !== undefined)
    throw new DeskError(
      'forbidden',
      'PERSON_UNCLEAR',
      `${calledBy(claims)} is known to several desks.`,
      'Ask an administrator to leave it with one of them.',
    );
  if (!only.active)
    throw new DeskError(
      'forbidden',
      'NO_ROLE',
      `${only.name} has no role in this desk.`,
      'Ask an administrator of the desk to make you an agent.',
    );
  return only;
};

const actorOf = ({ memberId, name, role, queueIds }: FoundLogin): Actor => ({
  kind: 'member',
  memberId,
  name,
  role,
  active: true,
  queueIds,
});

/** The same, and a refusal is written down. */
const admitted = async (
  desk: Pick<Desk, 'unitOfWork' | 'log'>,
  logins: LoginStore,
  claims: PersonClaims,
  now: Date,
): Promise<FoundLogin> => {
  try {
    return await memberOf(logins, claims);
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'forbidden')
      await noteRefusedSignIn(desk, logins, { issuer: claims.issuer, claims }, error.code, now);
    throw error;
  }
};

/** Somebody who shows their account's own token with every request. */
export const principalOfClaims = async (
  desk: Pick<Desk, 'unitOfWork' | 'log'>,
  logins: LoginStore,
  claims: PersonClaims,
  now: Date,
): Promise<Principal> => {
  const member = await admitted(desk, logins, claims, now);
  const { tenantId, memberId, role } = member;
  const { expiresAt } = claims;
  // Repeats and limits are counted for the person.
  return { tenantId, tokenId: memberId, role, scopes: SCOPES, expiresAt, actor: actorOf(member) };
};

/**
 * Begins a session: what it returns goes into a cookie and is stored nowhere. The first time, the
 * account is bound to the member, and from then on decides alone: an address may change hands.
 */
export const signIn = async (
  desk: Pick<Desk, 'unitOfWork' | 'log'>,
  logins: LoginStore,
  claims: PersonClaims,
  now: Date,
): Promise<{ readonly bearer: string; readonly expiresAt: Date }> => {
  const member = await admitted(desk, logins, claims, now);
  const { tenantId, memberId, name } = member;
  const { issuer, subject } = claims;
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const wanted = {
    tenantId,
    name: `Session of ${name}`.slice(0, 80),
    role: 'ADMIN',
    memberId,
  } as const;
  const { stored, token } = draftToken({ ...wanted, kind: 'SESSION', expiresAt }, now);
  const act = {
    actor: actorOf(member),
    action: 'signIn',
    via: 'SIGN_IN',
    named: { ids: [memberId], names: [] },
    asked: { issuer },
  } as const;
  await desk.unitOfWork.run(tenantId, (tx) =>
    audited(tx, act, now, async () => {
      if (!member.isBound && !(await tx.admin.bindLogin(memberId, issuer, subject)))
        throw new DeskError(
          'forbidden',
          'UNKNOWN_PERSON',
          'Somebody else has signed in with this address just now.',
          'Ask an administrator of the desk.',
        );
      await tx.admin.insertToken(stored);
      return { subjectId: stored.id };
    }),
  );
  return { bearer: token, expiresAt };
};

/** Ends a session, for good and on every open socket. */
export const signOut = async (
  desk: Pick<Desk, 'unitOfWork'>,
  { tenantId, tokenId, actor }: Principal,
  now: Date,
): Promise<void> => {
  const named = { ids: [tokenId], names: [] };
  const act = { actor, action: 'signOut', via: 'SIGN_IN', named, asked: {} } as const;
  await desk.unitOfWork.run(tenantId, (tx) =>
    audited(tx, act, now, async () => {
      const ended = await tx.admin.revokeToken(tokenId, now);
      return ended ? { subjectId: tokenId } : { result: 'NOOP' };
    }),
  );
};
