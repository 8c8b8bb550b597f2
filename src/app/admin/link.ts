import { type Actor, memberIdOf, ROLES, type Role } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { LinkKind } from '../ports/links';
import type { Member } from '../ports/records';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

/** Of two that are one, `duplicateId` gives way and `intoId` stays. */
export interface LinkDraft {
  readonly kind: LinkKind;
  readonly duplicateId: string;
  readonly intoId: string;
}

const NOUNS = { CUSTOMER: 'customer', CONTACT: 'contact', MEMBER: 'member' } as const;

const refuse = (code: string, message: string, hint: string | null = null): DeskError =>
  new DeskError('refused', code, message, hint, ['duplicateId']);

const rank = (role: Role): number => ROLES.indexOf(role);

const roleOf = (actor: Actor): Role =>
  actor.kind === 'member' || actor.kind === 'token' ? actor.role : 'PARTNER';

/** Speaking as somebody means having their rights: nobody hands out more than they have. */
const requireRank = (actor: Actor, members: readonly Member[]): void => {
  if (members.some(({ role }) => rank(role) > rank(roleOf(actor))))
    throw new DeskError(
      'forbidden',
      'NOT_ALLOWED',
      'One of them may do more than you.',
      'Ask an administrator.',
    );
};

const both = async <Row>(
  { kind, duplicateId, intoId }: LinkDraft,
  find: (id: string) => Promise<Row | null>,
): Promise<readonly [Row, Row]> => {
  const duplicate = await find(duplicateId);
  const into = await find(intoId);
  if (duplicate === null || into === null) throw notFound(NOUNS[kind]);
  return [duplicate, into];
};

/** What must be true of the two, and what becomes of the one that gives way. */
const prepare = async (tx: Tx, actor: Actor, draft: LinkDraft): Promise<void> => {
  switch (draft.kind) {
    case 'CUSTOMER':
      await both(draft, (id) => tx.desk.customer(id));
      return;
    case 'CONTACT': {
      const [duplicate, into] = await both(draft, (id) => tx.people.contact(id));
      if (duplicate.customerId !== into.customerId)
        throw refuse(
          'DIFFERENT_CUSTOMERS',
          'They belong to different customers.',
          'If these are one company, link the customers first.',
        );
      return;
    }
    case 'MEMBER': {
      const [duplicate, into] = await both(draft, (id) => tx.people.member(id));
      requireRank(actor, [duplicate, into]);
      // An agent on one platform is an agent on the other; whoever was switched off stays off.
      if (duplicate.active && !into.active && !into.deactivatedByHand)
        await tx.people.saveMember({ ...into, role: duplicate.role, active: true });
      return;
    }
    default:
      draft.kind satisfies never;
  }
};

/** From now on both are one: one history, one desk. Changes nothing when they are linked already. */
export const linkIn = async (tx: Tx, actor: Actor, draft: LinkDraft, now: Date): Promise<void> => {
  requireAdministration(actor, 'configure');
  const { kind, duplicateId, intoId } = draft;
  if (duplicateId === intoId)
    throw refuse('SAME_ONE', `That is one ${NOUNS[kind]} already: name two.`);
  await tx.links.serialise();
  const standing = await tx.links.ofDuplicate(duplicateId);
  if (standing?.intoId === intoId) return;
  if (standing !== null)
    throw refuse('LINKED_ALREADY', 'That one is linked to another.', 'Unlink it first.');
  if ((await tx.links.ofDuplicate(intoId)) !== null)
    throw refuse('LINKED_ON', 'The one that would stay is itself linked to another.');
  await prepare(tx, actor, draft);
  await tx.links.link({ id: tx.newId(), kind, duplicateId, intoId, linkedAt: now });
};

/** Takes a link back: what was moved returns, and what came in since by the same ways. */
export const unlinkIn = async (
  tx: Tx,
  actor: Actor,
  kind: LinkKind,
  duplicateId: string,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  await tx.links.serialise();
  const link = await tx.links.ofDuplicate(duplicateId);
  if (link === null || link.kind !== kind) throw notFound('link');
  if ((await tx.links.ofDuplicate(link.intoId)) !== null)
    throw refuse('LINKED_ON', 'A later link builds on this one.', 'Unlink that one first.');
  if (kind === 'CUSTOMER' && (await tx.links.peopleAcross(link)))
    throw refuse(
      'PEOPLE_LINKED',
      'People of the two companies are linked to each other.',
      'Unlink these contacts first.',
    );
  if (kind === 'MEMBER') {
    if (memberIdOf(actor) === duplicateId) throw refuse('SAME_ONE', 'Nobody unlinks themselves.');
    const [duplicate, into] = await both(link, (id) => tx.people.member(id));
    requireRank(actor, [duplicate, into]);
  }
  await tx.links.unlink(link, now);
};
