import {
  type BusinessCalendar,
  nextOpening,
  openStretches,
  type ZoneClock,
} from '../../domain/business-calendar';
import type { CareWords, WordList } from '../../domain/care-words';
import { MEASURES, type SlaPolicy, targetOf } from '../../domain/sla-policy';
import { bold, shorten, type Text, time, words } from '../../domain/text';
import { PRIORITIES, type Priority } from '../../domain/ticket';
import { targetText } from '../care/target-text';
import { shiftLines } from '../escalation/shift-text';
import type { KeptCalendar, KeptPolicy } from '../ports/care';
import type { Block, Button, Card } from './card';
import { CLOCK_WORDS } from './clock-words';
import { PRIORITY_WORDS } from './ticket-words';

/** A calendar with its public holidays, as it counts now. */
export interface CalendarShown {
  readonly kept: KeptCalendar;
  /** It counts where no customer, tier or queue has another. */
  readonly isDefault: boolean;
  readonly spelled: BusinessCalendar;
}

const card = (title: string, blocks: readonly Block<'team'>[]): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'neutral',
  blocks: [{ kind: 'text', text: words(bold(title)) }, ...blocks],
  fallback: title,
});

const button = (
  action: Button<'team'>['action'],
  label: string,
  version: number,
  about?: string,
  level?: number,
): Button<'team'> => ({
  kind: 'button',
  label,
  style: 'plain',
  action,
  subject: {
    ticketId: null,
    version,
    ...(about === undefined ? {} : { about }),
    ...(level === undefined ? {} : { level }),
  },
});

const stateNow = ({ spelled, kept }: CalendarShown, zones: ZoneClock, now: Date): Text => {
  const opens = nextOpening(spelled, zones, now);
  if (opens > now) return words('Closed now, opens ', time(opens, kept.zone));
  const [stretch] = openStretches(spelled, zones, now);
  return stretch === undefined
    ? words('Open')
    : words('Open now, until ', time(stretch.to, kept.zone));
};

const daysOff = ({ spelled }: CalendarShown, now: Date): string => {
  const today = now.toISOString().slice(0, 10);
  const coming = spelled.holidays
    .filter(({ date }) => date >= today)
    .toSorted((one, other) => (one.date < other.date ? -1 : 1))
    .slice(0, 3);
  return coming.length === 0
    ? 'none known'
    : coming.map(({ date, name }) => `${date} ${shorten(name, 40)}`).join(' · ');
};

const calendarBlocks = (
  shown: CalendarShown,
  zones: ZoneClock,
  now: Date,
  mayChange: boolean,
): readonly Block<'team'>[] => {
  const { kept, isDefault } = shown;
  const { id, name, version, zone, opening } = kept;
  return [
    { kind: 'divider' },
    { kind: 'text', text: words(bold(name), isDefault ? ' · counts for the whole desk' : '') },
    {
      kind: 'facts',
      facts: [
        { label: 'Now', value: stateNow(shown, zones, now) },
        { label: 'Open', value: words(`${shiftLines(opening).join('; ')} (${zone})`) },
        { label: 'Next days off', value: words(daysOff(shown, now)) },
      ],
    },
    ...(mayChange
      ? [
          {
            kind: 'buttons',
            buttons: [button('edit-calendar', `Change ${name}`, version, id)],
          } as const,
        ]
      : []),
  ];
};

/** When the desk is there, now and otherwise. */
export const hoursCard = (
  calendars: readonly CalendarShown[],
  zones: ZoneClock,
  now: Date,
  mayChange: boolean,
): Card<'team'> =>
  card('When the desk is open', [
    ...(calendars.some(({ isDefault }) => isDefault)
      ? []
      : [
          {
            kind: 'text',
            muted: true,
            text: words('Where no calendar counts, every hour does, day and night.'),
          } as const,
        ]),
    ...calendars.flatMap((one) => calendarBlocks(one, zones, now, mayChange)),
    ...(mayChange
      ? [{ kind: 'buttons', buttons: [button('edit-calendar', 'Add a calendar', 0)] } as const]
      : []),
  ]);

const targetsOf = (policy: SlaPolicy, priority: Priority): string => {
  const told = MEASURES.flatMap((measure) => {
    const target = targetOf(policy, priority, measure);
    return target === null ? [] : [`${CLOCK_WORDS[measure]} ${targetText(target)}`];
  });
  return told.length === 0 ? 'nothing promised' : told.join(' · ');
};

const URGENT_FIRST = PRIORITIES.toReversed();

/** A policy; without an id it is the one that counts while none is kept. */
export type PolicyShown = Omit<KeptPolicy, 'id'> & { readonly id: string | null };

const policyBlocks = (policy: PolicyShown, mayChange: boolean): readonly Block<'team'>[] => [
  { kind: 'divider' },
  {
    kind: 'text',
    text: words(
      bold(policy.tier === '' ? 'Every tier without its own' : `Tier ${policy.tier}`),
      ` · warns at ${policy.warnPercent} %`,
    ),
  },
  {
    kind: 'facts',
    facts: URGENT_FIRST.map((priority) => ({
      label: PRIORITY_WORDS[priority],
      value: words(targetsOf(policy, priority)),
    })),
  },
  ...(mayChange
    ? [
        {
          kind: 'buttons',
          buttons: URGENT_FIRST.map((priority) =>
            button(
              'edit-policy',
              `Change ${PRIORITY_WORDS[priority].toLowerCase()}`,
              policy.version,
              policy.id ?? undefined,
              PRIORITIES.indexOf(priority),
            ),
          ),
        } as const,
      ]
    : []),
];

/** What customers may expect: targets for each tier and priority, in open hours unless said. */
export const policyCard = (policies: readonly PolicyShown[], mayChange: boolean): Card<'team'> =>
  card('What customers may expect', [
    {
      kind: 'text',
      muted: true,
      text: words('In open hours; 24/7 counts nights and weekends too.'),
    },
    ...policies.flatMap((policy) => policyBlocks(policy, mayChange)),
    ...(mayChange
      ? [{ kind: 'buttons', buttons: [button('edit-policy', 'Add a tier', 0)] } as const]
      : []),
  ]);

export const LIST_WORDS: Readonly<Record<WordList, string>> = {
  SOLVED: 'Says that it is solved',
  NOT_YET: 'Says that it is not',
  ASKS_FOR_NEWS: 'Asks for news (a signal)',
  CALLS_EVERYBODY: 'Calls everybody (a signal)',
};

/** The words of customers that the desk acts on by itself. */
export const wordsCard = (lists: CareWords, mayChange: boolean): Card<'team'> =>
  card('Words of customers that the desk acts on', [
    {
      kind: 'facts',
      facts: Object.entries(LIST_WORDS).map(([list, label]) => ({
        label,
        value: words(
          shorten(
            Object.entries(lists)
              .flatMap(([name, phrases]) => (name === list ? phrases : []))
              .join(', '),
            400,
          ),
        ),
      })),
    },
    ...(mayChange
      ? [{ kind: 'buttons', buttons: [button('edit-words', 'Change', 0)] } as const]
      : []),
  ]);
