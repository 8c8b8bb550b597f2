import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { ChatPrincipal } from '../ports/admin';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

/** Whom somebody on a platform stands for, whatever the platform's directory says. */
export type Override =
  | { readonly as: 'member'; readonly memberId: string }
  | { readonly as: 'contact'; readonly customerId: string }
  | { readonly as: 'ignored' };

const LONGEST = 200;

const checked = (who: ChatPrincipal): ChatPrincipal => {
  for (const field of ['home', 'userId'] as const)
    if (who[field] === '' || who[field].length > LONGEST || /[\s\p{Cc}]/u.test(who[field]))
      throw new DeskError(
        'invalid',
        'NOT_A_PLATFORM_ID',
        'That is no id of the platform.',
        'Slack: team id (T…) and user id (U…). Teams: tenant id and Entra object id.',
        [field],
      );
  return who;
};

/** Puts somebody on the override list: it comes before every rule about who is who. */
export const overrideIdentityIn = async (
  tx: Tx,
  actor: Actor,
  principal: ChatPrincipal,
  override: Override,
  newId: () => string,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const who = checked(principal);
  const standing = await tx.admin.chatIdentity(who);
  switch (override.as) {
    case 'member':
      if ((await tx.people.member(override.memberId)) === null) throw notFound('member');
      return tx.admin.setIdentity(who, { memberId: override.memberId, contactId: null });
    case 'contact': {
      const { customerId } = override;
      if ((await tx.desk.customer(customerId)) === null) throw notFound('customer');
      const known = standing?.contactId ?? null;
      if (known !== null) return tx.admin.moveContact(known, customerId);
      const contact = {
        id: newId(),
        tenantId: tx.tenantId,
        customerId,
        // Until their next message brings the name the platform knows.
        name: who.userId,
        zone: null,
      };
      await tx.admin.insertContact(contact);
      return tx.admin.setIdentity(who, { memberId: null, contactId: contact.id });
    }
    case 'ignored':
      return tx.admin.setIdentity(who, { memberId: null, contactId: null });
    default:
      return override satisfies never;
  }
};

/** Takes somebody off the list: their next message decides anew who they are. */
export const forgetIdentityIn = async (tx: Tx, actor: Actor, who: ChatPrincipal): Promise<void> => {
  requireAdministration(actor, 'configure');
  if (!(await tx.admin.forgetIdentity(checked(who)))) throw notFound('identity');
};
