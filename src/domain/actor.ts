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
