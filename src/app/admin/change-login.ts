import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/** By which address a member signs in; null: not at all. The account itself is bound at first use. */
export const setLoginIn = async (
  tx: Tx,
  actor: Actor,
  wanted: { readonly memberId: string; readonly email: string | null },
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const member = await tx.people.member(wanted.memberId);
  if (member === null) throw notFound('member');
  const email = wanted.email?.trim().toLowerCase() ?? null;
  if (email !== null && !EMAIL.test(email))
    throw new DeskError('invalid', 'NOT_AN_ADDRESS', 'That is no e-mail address.', null, ['email']);
  if (!(await tx.admin.saveLogin(member.id, email)))
    throw new DeskError(
      'conflict',
      'ADDRESS_TAKEN',
      'Somebody else signs in with this address.',
      'Take it from them first.',
      ['email'],
    );
};
