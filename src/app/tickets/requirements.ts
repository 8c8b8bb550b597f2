import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { type Action, may } from '../../domain/policy';
import type { Member } from '../ports/records';
import type { Tx } from '../ports/store';

/** An active member of this tenant. Throws `not_found`, or `refused` for one who left. */
export const requireMember = async (tx: Tx, memberId: string): Promise<Member> => {
  const member = await tx.people.member(memberId);
  if (member === null) throw notFound('member');
  if (!member.active)
    throw new DeskError(
      'refused',
      'MEMBER_INACTIVE',
      `${member.name} is not an active agent.`,
      'Choose somebody else.',
      ['memberId'],
    );
  return member;
};

/** The member an action speaks for: the actor, or the one a token names. */
export const speakerOf = (actor: Actor, named: string | null): string => {
  if (actor.kind === 'member') return named ?? actor.memberId;
  if (named !== null) return named;
  if (actor.kind === 'token')
    throw new DeskError(
      'invalid',
      'MEMBER_NEEDED',
      'This token belongs to nobody: say for which member it acts.',
      'Pass memberId, or use a token that belongs to a member.',
      ['memberId'],
    );
  throw new DeskError(
    'forbidden',
    'NOT_ALLOWED',
    'That is for the support team.',
    'Just write in this thread: the team reads every message.',
  );
};

/** Throws `forbidden` for an action that is not a ticket command of its own. */
export const requirePermission = (actor: Actor, action: Action): void => {
  if (may(actor, action, null)) return;
  if (actor.kind === 'member' && actor.active)
    throw new DeskError(
      'forbidden',
      'NOT_ALLOWED',
      'Your role does not allow that.',
      'Ask a supervisor to do it.',
    );
  throw new DeskError(
    'forbidden',
    'NOT_ALLOWED',
    'That is for the support team.',
    actor.kind === 'contact'
      ? 'Just write in this thread: the team reads every message.'
      : 'Ask a supervisor to add you to the support team.',
  );
};
