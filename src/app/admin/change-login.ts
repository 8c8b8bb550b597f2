import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Account, Login } from '../ports/admin';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;
const ISSUER = /^https?:\/\/[^\s]{1,300}$/;
const LONGEST_SUBJECT = 255;

const checkedAccount = ({ issuer, subject }: Account): Account => {
  const checked = { issuer: issuer.trim(), subject: subject.trim() };
  if (
    ISSUER.test(checked.issuer) &&
    checked.subject !== '' &&
    checked.subject.length <= LONGEST_SUBJECT
  )
    return checked;
  throw new DeskError(
    'invalid',
    'NOT_AN_ACCOUNT',
    'An account is the address of its service and what that calls it.',
    'The issuer is the value of OIDC_ISSUER; whoever is refused is shown what they are called.',
    ['account'],
  );
};

const checkedEmail = (given: string): string => {
  const email = given.trim().toLowerCase();
  if (EMAIL.test(email)) return email;
  throw new DeskError('invalid', 'NOT_AN_ADDRESS', 'That is no e-mail address.', null, ['email']);
};

/**
 * By what a member signs in. Of an address the account itself is bound at first use; an account that
 * is named counts at once, whatever its address. Neither: not at all.
 */
export const setLoginIn = async (
  tx: Tx,
  actor: Actor,
  wanted: Login & { readonly memberId: string },
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const member = await tx.people.member(wanted.memberId);
  if (member === null) throw notFound('member');
  const email = wanted.email === null ? null : checkedEmail(wanted.email);
  const account = wanted.account === null ? null : checkedAccount(wanted.account);
  const login = email === null && account === null ? null : { email, account };
  const outcome = await tx.admin.saveLogin(member.id, login);
  if (outcome === 'email taken')
    throw new DeskError(
      'conflict',
      'ADDRESS_TAKEN',
      'Somebody else signs in with this address.',
      'Take it from them first.',
      ['email'],
    );
  if (outcome === 'account taken')
    throw new DeskError(
      'conflict',
      'ACCOUNT_TAKEN',
      'Somebody else signs in with this account.',
      'Take it from them first.',
      ['account'],
    );
};
