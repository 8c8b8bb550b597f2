import type { PromiseKind } from '../../domain/promise';
import type { DeliveryState, Priority, TicketStatus } from '../../domain/ticket';

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

export const DELIVERY_WORDS: Readonly<Record<DeliveryState, string>> = {
  RECEIVED: 'written in the thread',
  PENDING: 'sending…',
  DELIVERED: 'delivered',
  UNKNOWN: 'delivery unknown, checking',
  FAILED: 'not delivered',
};

export const PROMISE_WORDS: Readonly<Record<PromiseKind, string>> = {
  FIRST_RESPONSE: 'a first answer',
  NEXT_UPDATE: 'the next word',
  RESOLUTION: 'a solution',
  CUSTOM: 'what was agreed',
};
