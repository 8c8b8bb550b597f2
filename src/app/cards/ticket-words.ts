import type { PromiseKind } from '../../domain/promise';
import type { DeliveryState, Message, Priority, TicketStatus } from '../../domain/ticket';

export const STATUS_WORDS: Readonly<Record<TicketStatus, string>> = {
  NEW: 'New',
  OPEN: 'Open',
  SNOOZED: 'Snoozed',
  SOLVED: 'Solved, waiting for confirmation',
  CONFIRMED: 'Confirmed by the customer',
  UNCONFIRMED: 'Solved, unconfirmed',
  CLOSED: 'Closed',
  NOT_A_REQUEST: 'Not a request',
  MERGED: 'Merged',
};

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  LOW: 'Low',
  NORMAL: 'Normal',
  HIGH: 'High',
  URGENT: 'Urgent',
};

const DELIVERY_WORDS: Readonly<Record<DeliveryState, string>> = {
  RECEIVED: 'written in the thread',
  PENDING: 'sending…',
  DELIVERED: 'delivered',
  UNKNOWN: 'delivery unknown, checking',
  FAILED: 'not delivered',
};

/** How a message of ours fares; what waits to be sent says why. */
export const deliveryWords = ({
  deliveryState,
  deliveryError,
}: Pick<Message, 'deliveryState' | 'deliveryError'>): string =>
  deliveryState === 'PENDING' && deliveryError !== null
    ? `not delivered yet, tried again for a day: ${deliveryError}`
    : DELIVERY_WORDS[deliveryState];

export const PROMISE_WORDS: Readonly<Record<PromiseKind, string>> = {
  FIRST_RESPONSE: 'a first answer',
  NEXT_UPDATE: 'the next word',
  RESOLUTION: 'a solution',
  CUSTOM: 'what was agreed',
};
