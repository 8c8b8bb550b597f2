export const ROLES = ['PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. A token that belongs to a member acts as that member. */
export type Actor =
  | {
      readonly kind: 'member';
      readonly memberId: string;
      readonly name: string;
      readonly role: Role;
      readonly active: boolean;
      /** The queues a partner is limited to; none: to what is assigned to them. */
      readonly queueIds?: readonly string[];
    }
  | {
      readonly kind: 'contact';
      readonly contactId: string;
      readonly customerId: string;
      readonly name: string;
    }
  | { readonly kind: 'token'; readonly tokenId: string; readonly name: string; readonly role: Role }
  /** The desk itself: intake, the clock, a delivery outcome. */
  | { readonly kind: 'system'; readonly name: string }
  /** Someone the desk knows nothing of: a colleague who is no agent, a guest, another vendor's bot. */
  | { readonly kind: 'stranger'; readonly name: string };

/** The member behind an actor, if there is one. */
export const memberIdOf = (actor: Actor): string | null =>
  actor.kind === 'member' ? actor.memberId : null;

/** A member as they act. */
export const actorOfMember = (member: {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly queueIds: readonly string[];
}): Extract<Actor, { kind: 'member' }> => ({
  kind: 'member',
  memberId: member.id,
  name: member.name,
  role: member.role,
  active: member.active,
  queueIds: member.queueIds,
});
