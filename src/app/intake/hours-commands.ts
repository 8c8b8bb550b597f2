import { DeskError } from '../../domain/errors';
import { may } from '../../domain/policy';
import { defaultPolicy } from '../../domain/sla-policy';
import type { Ticket } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import type { Card } from '../cards/card';
import { clockCard, type ExplainedClock } from '../cards/clock-card';
import { hoursCard, type PolicyShown, policyCard, wordsCard } from '../cards/hours-cards';
import { explained } from '../care/explain';
import { spelledOut } from '../care/time-rules';
import type { Outgoing } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import type { Asked } from './asked';
import { requireLook } from './home';
import { ticketNamed } from './ticket-here';

/** A platform shows so much in one card; the rest is in the API. */
const MOST_SHOWN = 8;
/** The newest clocks: next answers begin again and again. */
const MOST_CLOCKS = 6;

const shown = (card: Card<'team'>): Outgoing => ({ kind: 'card', card, as: null });

/** When the desk is open, now and otherwise. */
export const hoursOf = async (tx: Tx, now: Date, mayChange: boolean): Promise<Outgoing> => {
  const calendars = [];
  for (const { isDefault, ...kept } of await tx.care.calendars(MOST_SHOWN))
    calendars.push({ kept, isDefault, spelled: await spelledOut(kept, now.getUTCFullYear()) });
  return shown(hoursCard(calendars, zoneClock, now, mayChange));
};

/** The policy that counts where no tier has its own, whether it was ever kept or not. */
export const everyTier = async (tx: Tx): Promise<PolicyShown> => {
  const kept = await tx.care.policyNamed('');
  if (kept !== null) return kept;
  const { firstResponseTargetMin } = await tx.desk.tenant();
  const policy = defaultPolicy(firstResponseTargetMin * 60);
  return { ...policy, id: null, tier: '', calendarId: null, version: 0 };
};

/** What customers may expect. */
export const policiesOf = async (tx: Tx, mayChange: boolean): Promise<Outgoing> => {
  const tiers = (await tx.care.policies(MOST_SHOWN)).filter(({ tier }) => tier !== '');
  return shown(policyCard([await everyTier(tx), ...tiers], mayChange));
};

/** The words that the desk acts on. */
export const wordsOf = async (tx: Tx, mayChange: boolean): Promise<Outgoing> =>
  shown(wordsCard((await tx.feedback.settings()).words, mayChange));

/** What the clocks of a ticket have counted, in words. */
export const clocksExplained = async (tx: Tx, ticket: Ticket, now: Date): Promise<Outgoing> => {
  const clocks: ExplainedClock[] = [];
  for (const clock of (await tx.care.clocksOf(ticket.id)).slice(-MOST_CLOCKS)) {
    const { calendarId, calendarVersion } = clock;
    const calendar =
      calendarId === null || calendarVersion === null
        ? null
        : await tx.care.calendarAsOf(calendarId, calendarVersion);
    clocks.push({ clock, parts: await explained({ clock, calendar }, now) });
  }
  const { zone } = await tx.desk.tenant();
  return shown(clockCard(ticket, clocks, zone));
};

const clock = async (asked: Asked): Promise<readonly Outgoing[]> => {
  requireLook(asked.actor);
  const [, number] = /^#?(\d{1,9})$/.exec(asked.words) ?? [];
  const ticket =
    asked.words !== '' && number === undefined ? null : await ticketNamed(asked, number);
  if (ticket === null)
    throw new DeskError(
      'invalid',
      'CLOCK_NOT_UNDERSTOOD',
      'Say which ticket.',
      'For example: /desk clock 42',
    );
  return [await clocksExplained(asked.tx, ticket, asked.rules.now)];
};

/** When the desk is there, what it promises, and what has come of that for one ticket. */
export const HOURS_COMMANDS: Readonly<
  Record<string, (asked: Asked) => Promise<readonly Outgoing[]>>
> = {
  hours: async ({ tx, actor, rules }) => {
    requireLook(actor);
    return [await hoursOf(tx, rules.now, may(actor, 'configure', null))];
  },
  policy: async ({ tx, actor }) => {
    requireLook(actor);
    return [await policiesOf(tx, may(actor, 'configure', null))];
  },
  words: async ({ tx, actor }) => {
    requireLook(actor);
    return [await wordsOf(tx, may(actor, 'configure', null))];
  },
  clock,
};
