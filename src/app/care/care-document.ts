import { z } from 'zod';
import { calendarFaults } from '../../domain/business-calendar';
import { DeskError } from '../../domain/errors';
import { COUNTED_HOURS, MEASURES, policyFaults, type SlaPolicy } from '../../domain/sla-policy';
import { PRIORITIES, WAITING_ON } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import type { CalendarWords } from '../ports/care';
import { OPENING_TEXT, openingOf } from './opening-text';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const calendar = z.strictObject({
  name: z.string().trim().min(1).max(80),
  zone: z.string(),
  open: z.partialRecord(z.enum(WEEKDAYS), z.array(z.string().regex(OPENING_TEXT)).max(12)),
  holidays: z.array(z.strictObject({ date: z.string(), name: z.string().max(120) })).default([]),
  country: z.string().nullable().default(null),
  region: z.string().nullable().default(null),
});

const policy = z.strictObject({
  tier: z.string().max(80).default(''),
  calendar: z.string().nullable().default(null),
  pauseWhile: z.array(z.enum(WAITING_ON)).default(['CUSTOMER']),
  warnPercent: z.int().default(80),
  targets: z.array(
    z.strictObject({
      priority: z.enum(PRIORITIES),
      measure: z.enum(MEASURES),
      minutes: z.number().positive(),
      hours: z.enum(COUNTED_HOURS).default('BUSINESS'),
    }),
  ),
});

const use = z.strictObject({
  calendar: z.string(),
  customer: z.string().optional(),
  queue: z.string().optional(),
});

const document = z.strictObject({
  calendars: z.array(calendar).max(100).default([]),
  policies: z.array(policy).max(100).default([]),
  use: z.array(use).max(1000).default([]),
});

/** Calendars, policies and for whom they count, as an operator writes them down. */
export interface CareDocument {
  readonly calendars: readonly (CalendarWords & { readonly name: string })[];
  readonly policies: readonly (SlaPolicy & {
    readonly tier: string;
    readonly calendar: string | null;
  })[];
  readonly use: readonly z.infer<typeof use>[];
}

const faulty = (faults: readonly string[]): DeskError =>
  new DeskError(
    'invalid',
    'CARE_DOCUMENT',
    faults.join('\n'),
    'See docs/operate.md for an example.',
  );

/** Reads a document; names every fault at once. Throws `invalid`. */
export const readCareDocument = (given: unknown): CareDocument => {
  const read = document.safeParse(given);
  if (!read.success)
    throw faulty(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const calendars = read.data.calendars.map(({ open, ...rest }) => ({
    ...rest,
    opening: WEEKDAYS.flatMap((name, index) =>
      (open[name] ?? []).flatMap((text) => openingOf(index + 1, text) ?? []),
    ),
  }));
  const policies = read.data.policies.map(({ targets, ...rest }) => ({
    ...rest,
    targets: targets.map(({ minutes, ...target }) => ({
      ...target,
      seconds: Math.round(minutes * 60),
    })),
  }));
  const faults = [
    ...calendars.flatMap((one) => calendarFaults(one).map((fault) => `${one.name}: ${fault}`)),
    ...policies.flatMap((one) =>
      policyFaults(one).map((fault) => `policy for ${one.tier || 'every tier'}: ${fault}`),
    ),
    ...read.data.use
      .filter(({ customer, queue }) => customer !== undefined && queue !== undefined)
      .map((one) => `${one.calendar}: name a customer or a queue, or neither for the whole desk.`),
  ];
  if (faults.length > 0) throw faulty(faults);
  for (const { zone } of calendars) zoneClock.dayAt(zone, new Date(0));
  return { calendars, policies, use: read.data.use };
};
