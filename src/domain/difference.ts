import type { Facts, Ticket } from './ticket';

const TRACKED = [
  'status',
  'waitingOn',
  'priority',
  'assigneeId',
  'level',
  'snoozedUntil',
  'thirdParty',
  'nextCheckAt',
  'silenceDueAt',
  'checkedInAt',
  'escalationReason',
  'solution',
  'cause',
  'openedAt',
  'firstRespondedAt',
  'unansweredSince',
  'reopenCount',
] as const satisfies readonly (keyof Ticket)[];

/** The tracked fields that differ, as they were and as they are. */
export const difference = (before: Ticket, after: Ticket): { before: Facts; after: Facts } => {
  const json = (value: Ticket[(typeof TRACKED)[number]]) =>
    value instanceof Date ? value.toISOString() : value;
  const changed = TRACKED.filter((field) => json(before[field]) !== json(after[field]));
  return {
    before: Object.fromEntries(changed.map((field) => [field, json(before[field])])),
    after: Object.fromEntries(changed.map((field) => [field, json(after[field])])),
  };
};
