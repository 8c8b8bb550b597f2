import type { Text } from '../../domain/text';

export type Audience = 'customer' | 'team';
export type Tone = 'neutral' | 'good' | 'warning' | 'urgent' | 'muted';

/** What a pressed button asks for. A team action in a customer's card does not compile. */
export const CUSTOMER_ACTIONS = [
  'request-person',
  'mark-urgent',
  'confirm',
  'not-yet',
  'rate-1',
  'rate-2',
  'rate-3',
  'rate-4',
  'rate-5',
  'effort-yes',
  'effort-no',
] as const;
export const TEAM_ACTIONS = [
  'claim',
  'assign',
  'reply',
  'note',
  'label',
  'set-priority',
  'snooze',
  'wake',
  'wait-for',
  'stop-waiting',
  'escalate',
  'accept-escalation',
  'decline-escalation',
  'solve',
  'reopen',
  'not-a-request',
  'make-request',
  'complete-recovery',
  'dismiss-signal',
  'retry-delivery',
  'open-ticket',
  'edit-path',
  'edit-level',
  'edit-calendar',
  'edit-policy',
  'edit-words',
  'edit-digest',
  'more',
  'work-items',
  'edit-duty',
] as const;
export type CustomerAction = (typeof CUSTOMER_ACTIONS)[number];
export type TeamAction = (typeof TEAM_ACTIONS)[number];
export type ActionOf<A extends Audience> = A extends 'customer' ? CustomerAction : TeamAction;

/** Travels in the button's value. `version` turns a stale button into a polite refusal. */
export interface ButtonSubject {
  readonly ticketId: string | null;
  readonly version: number;
  /** A message or decision the button is about, where it is not the ticket itself. */
  readonly about?: string;
  /** Which step of an escalation path it is about. */
  readonly level?: number;
}

export interface Button<A extends Audience> {
  readonly kind: 'button';
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
  readonly action: ActionOf<A>;
  readonly subject: ButtonSubject;
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

/** One tap opens a list, the next chooses: priority, snooze. */
export interface Menu<A extends Audience> {
  readonly kind: 'menu';
  readonly label: string;
  readonly action: ActionOf<A>;
  readonly subject: ButtonSubject;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

export type Block<A extends Audience> =
  | { readonly kind: 'text'; readonly text: Text; readonly muted?: boolean }
  | {
      readonly kind: 'facts';
      readonly facts: readonly { readonly label: string; readonly value: Text }[];
    }
  /** Somebody's own words: drawn so that nothing in them can become a mention, link or markup. */
  | { readonly kind: 'quote'; readonly text: Text }
  | { readonly kind: 'buttons'; readonly buttons: readonly (Button<A> | Menu<A>)[] }
  | { readonly kind: 'divider' };

/** A platform-neutral card. `fallback` is what a notification or a screen reader says. */
export interface Card<A extends Audience = Audience> {
  readonly audience: A;
  readonly title: string;
  readonly tone: Tone;
  readonly blocks: readonly Block<A>[];
  readonly fallback: string;
}
