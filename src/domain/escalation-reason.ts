import type { Facts } from './ticket';

/** Why a ticket goes up, in a word that can be counted; the reason in words stands beside it. */
export const ESCALATION_CAUSES = ['SKILL', 'ACCESS', 'SUPERVISOR', 'LATE', 'OTHER'] as const;
export type EscalationCause = (typeof ESCALATION_CAUSES)[number];

/** The word, where it is one; what was escalated before there were words is OTHER. */
export const escalationCause = (word: Facts[string] | undefined): EscalationCause =>
  ESCALATION_CAUSES.find((one) => one === word) ?? 'OTHER';
