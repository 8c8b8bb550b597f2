import type { Actor, Role } from './actor';

/** Everything that can be done to a ticket. */
export const ACTIONS = [
  'claim',
  'assign',
  'reply',
  'note',
  'set-priority',
  'set-cause',
  'label',
  'dismiss-signal',
  'link-work-item',
  'unlink-work-item',
  'follow-work-item',
  'join-work-item',
  'snooze',
  'wake',
  'wait-for',
  'stop-waiting',
  'check-due',
  'escalate',
  'accept-escalation',
  'pass-escalation',
  'solve',
  'reopen',
  'not-a-request',
  'make-request',
  'create',
  'retry-delivery',
  'look',
  'configure',
  'administer',
  'receive',
  'check-in',
  'leave-unconfirmed',
  'confirm',
  'not-yet',
  'rate',
  'tell-effort',
  'complete-recovery',
  'request-person',
  'mark-urgent',
  'expire-claim',
] as const;
export type Action = (typeof ACTIONS)[number];

type Party = Role | 'CUSTOMER' | 'SYSTEM' | 'NOBODY';

const TEAM: readonly Party[] = ['PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN'];
const STAFF: readonly Party[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
const CUSTOMER_SIDE: readonly Party[] = ['CUSTOMER'];
const DESK: readonly Party[] = ['SYSTEM'];

/** The whole permission table on one screen. */
const TABLE: Readonly<Record<Action, readonly Party[]>> = {
  claim: TEAM,
  /** The desk gives out new work where a queue wants it so. */
  assign: [...STAFF, ...DESK],
  /** The desk records what a person of our side wrote in the customer's own thread. */
  reply: [...TEAM, ...DESK],
  note: TEAM,
  'set-priority': STAFF,
  'set-cause': TEAM,
  label: TEAM,
  'dismiss-signal': TEAM,
  'link-work-item': TEAM,
  'unlink-work-item': TEAM,
  /** What a tracker tells, known by its signature. */
  'follow-work-item': DESK,
  'join-work-item': DESK,
  snooze: TEAM,
  wake: [...TEAM, ...DESK],
  'wait-for': TEAM,
  'stop-waiting': TEAM,
  'check-due': DESK,
  /** By policy the desk escalates what is late. */
  escalate: [...TEAM, ...DESK],
  'accept-escalation': TEAM,
  'pass-escalation': [...TEAM, ...DESK],
  solve: TEAM,
  reopen: TEAM,
  'not-a-request': STAFF,
  'make-request': STAFF,
  create: STAFF,
  'retry-delivery': TEAM,
  /** Lists, search, the home page. */
  look: TEAM,
  /** Rooms, intake modes, levels. */
  configure: ['SUPERVISOR', 'ADMIN'],
  /** Members' roles, API tokens, settings of the whole desk. */
  administer: ['ADMIN'],
  receive: DESK,
  'check-in': DESK,
  'leave-unconfirmed': DESK,
  confirm: CUSTOMER_SIDE,
  'not-yet': CUSTOMER_SIDE,
  rate: CUSTOMER_SIDE,
  'tell-effort': CUSTOMER_SIDE,
  /** What a bad rating asks of the team. */
  'complete-recovery': STAFF,
  'request-person': CUSTOMER_SIDE,
  'mark-urgent': CUSTOMER_SIDE,
  'expire-claim': DESK,
};

/** What only those may do who asked. */
export const isForCustomers = (action: Action): boolean => TABLE[action] === CUSTOMER_SIDE;

const partyOf = (actor: Actor, customerId: string | null): Party => {
  switch (actor.kind) {
    case 'member':
      return actor.active ? actor.role : 'NOBODY';
    case 'token':
      return actor.role;
    case 'contact':
      return customerId === null || actor.customerId === customerId ? 'CUSTOMER' : 'NOBODY';
    case 'system':
      return 'SYSTEM';
    case 'stranger':
      return 'NOBODY';
    default:
      return actor satisfies never;
  }
};

/**
 * May this actor do this to a ticket of this customer? Asked again at execution, never only when
 * a button is drawn. `customerId` is null where no ticket exists yet.
 */
export const may = (actor: Actor, action: Action, customerId: string | null): boolean =>
  TABLE[action].includes(partyOf(actor, customerId));
