export const INTAKE_MODES = ['EVERY_MESSAGE', 'MENTION', 'EMOJI', 'SHORTCUT', 'OFF'] as const;
export type IntakeMode = (typeof INTAKE_MODES)[number];

/** What became of a customer's message, and why. */
export const INTAKE_REASONS = [
  'NEW_REQUEST',
  'ON_DEMAND',
  'IN_TICKET_THREAD',
  'FOLLOW_UP_IN_WINDOW',
  'GREETING',
  'THANKS',
  'EMOJI_ONLY',
  'EMPTY',
  'NOT_MENTIONED',
  'ON_DEMAND_ONLY',
  'INTAKE_OFF',
  'NOT_A_CUSTOMER',
  'BOT',
  'MEMBER_SPOKE',
  'REVERSED',
] as const;
export type IntakeReason = (typeof INTAKE_REASONS)[number];

export interface IntakeDecision {
  readonly id: string;
  readonly messageId: string;
  readonly verdict: 'TICKET' | 'JOINED' | 'NOT_A_REQUEST';
  readonly reason: IntakeReason;
  readonly ticketId: string | null;
  readonly at: Date;
  /** Who reversed it; null for the rule itself. */
  readonly decidedBy: string | null;
}
