import { bold, type Span, shorten, type Text, time, words } from '../../domain/text';
import type { DigestFacts, ToldFigure } from '../digest/read-digest';
import { SPEEDS } from '../digest/read-digest';
import type { Measure } from '../metrics/measure-rule';
import { RULES } from '../metrics/measures';
import type { TicketView } from '../ports/readers';
import type { Block, Card } from './card';
import { lengthWords, qualityWords, speedWords } from './digest-words';
import { healthReasons } from './health-words';
import { PROMISE_WORDS } from './ticket-words';

type Facts = Extract<Block<'team'>, { kind: 'facts' }>['facts'];

const NAMES = { DAILY: 'Daily digest', WEEKLY: 'Weekly digest' } as const;
const SPEED_NAMES = {
  FIRST_RESPONSE: 'First answer',
  NEXT_RESPONSE: 'Next answers',
  FINAL_RESOLUTION: 'Solved',
} as const satisfies Record<(typeof SPEEDS)[number], string>;

const text = (...parts: readonly (string | Span | Text)[]): Block<'team'> => ({
  kind: 'text',
  text: words(...parts),
});
const muted = (...parts: readonly (string | Span | Text)[]): Block<'team'> => ({
  kind: 'text',
  text: words(...parts),
  muted: true,
});

const ticketWords = ({ ticket, customer }: TicketView): Text =>
  words(bold(`#${ticket.number} ${customer.name}`), ` ${shorten(ticket.subject, 80)}`);

const waitingBlocks = ({ waiting, moreWaiting, now }: DigestFacts): Block<'team'>[] => {
  if (waiting.length === 0) return [muted('Nobody waits for an answer of ours.')];
  const lines = waiting.map((view) => {
    const since = view.ticket.unansweredSince ?? view.ticket.openedAt;
    const owner = view.assignee?.name ?? 'nobody has it';
    const waited = lengthWords((now.getTime() - since.getTime()) / 1000);
    return text(ticketWords(view), ` · waits ${waited} · ${owner}`);
  });
  return moreWaiting ? [...lines, muted('And more wait.')] : lines;
};

const promiseBlocks = ({ promises, zone, now }: DigestFacts): Block<'team'>[] =>
  promises.length === 0
    ? [muted('No promise falls due within a day.')]
    : promises.map(({ promise, ticket }) =>
        text(
          time(promise.dueAt, zone),
          promise.dueAt < now ? ' (late)' : '',
          ` · ${PROMISE_WORDS[promise.kind]} · `,
          ticketWords(ticket),
        ),
      );

/** Said only where there are some: no news of it is good news. */
const accountBlocks = ({ accounts: { shown, more } }: DigestFacts): Block<'team'>[] => {
  if (shown.length === 0) return [];
  const lines = shown.map(({ name, health }) =>
    text(bold(name), ` ${health.score} of 100 · ${healthReasons(health)}`),
  );
  const rest = more === 0 ? [] : [muted(`And ${more} more.`)];
  return [text(bold('Accounts at risk')), ...lines, ...rest];
};

const numbers = ({ tickets, hasMore }: ToldFigure): string =>
  tickets.length === 0
    ? ''
    : ` (${tickets.map((number) => `#${number}`).join(', ')}${hasMore ? ' and more' : ''})`;

const backlogWords = ({ figure }: ToldFigure): string => {
  const oldest = figure.bands.findLast(({ n }) => n > 0);
  if (oldest === undefined) return 'none';
  const old = oldest.from === 0 ? 'all younger than' : `${oldest.n} older than`;
  const age = oldest.from === 0 ? (oldest.to ?? 0) : oldest.from;
  return `${figure.n}, ${old} ${lengthWords(age)}`;
};

const countFacts = (facts: DigestFacts): Facts => {
  const told = (name: Measure): ToldFigure | undefined => facts.figures.get(name);
  const lines: { label: string; value: Text }[] = [];
  const add = (name: Measure, label: string, say: (one: ToldFigure) => string): void => {
    const one = told(name);
    if (one !== undefined) lines.push({ label, value: words(say(one)) });
  };
  add('VOLUME', 'New requests', ({ figure }) => `${figure.n} (before: ${facts.volumeBefore})`);
  add('BACKLOG', 'Waiting for us now', backlogWords);
  add('SLA_ATTAINMENT', 'Targets missed', (one) =>
    one.figure.n === 0
      ? 'none fell due'
      : `${one.figure.n - one.figure.done} of ${one.figure.n}${numbers(one)}`,
  );
  const settled = told('PROMISES_KEPT')?.figure.n ?? 0;
  if (settled === 0) lines.push({ label: 'Promises', value: words('none was settled') });
  else
    for (const [name, label] of [
      ['PROMISES_BROKEN', 'Promises broken'],
      ['PROMISES_RENEWED', 'Promises renewed'],
      ['PROMISES_KEPT', 'Promises kept'],
    ] as const)
      add(name, label, (one) => `${one.figure.done} of ${settled}${numbers(one)}`);
  add('CSAT', 'Poor ratings', (one) =>
    one.figure.n === 0
      ? 'nobody has rated'
      : `${one.figure.n - one.figure.done} of ${one.figure.n}${numbers(one)}`,
  );
  return lines;
};

/** A speed is one line with its quality: neither can be read without the other. */
const speedFacts = ({ figures }: DigestFacts): Facts =>
  SPEEDS.flatMap((name) => {
    const speed = figures.get(name);
    if (speed === undefined || speed.figure.n === 0) return [];
    const quality = RULES[name].quality.flatMap((twin) => {
      const told = figures.get(twin);
      const behind = twin === 'REOPEN_RATE' && told !== undefined ? numbers(told) : '';
      return told === undefined ? [] : [`${qualityWords(twin, told.figure)}${behind}`];
    });
    return [
      {
        label: SPEED_NAMES[name],
        value: words([speedWords(speed.figure), ...quality].join(' · ')),
      },
    ];
  });

/** What a supervisor reads once a day or a week. */
export const digestCard = (facts: DigestFacts, dashboard: string | null): Card<'team'> => {
  const { window, zone, period } = facts;
  const speeds = speedFacts(facts);
  const blocks: Block<'team'>[] = [
    muted(time(window.from, zone), ' to ', time(window.to, zone)),
    text(bold('Who waits longest')),
    ...waitingBlocks(facts),
    text(bold('Promises due next')),
    ...promiseBlocks(facts),
    ...accountBlocks(facts),
    { kind: 'divider' },
    { kind: 'facts', facts: countFacts(facts) },
    { kind: 'divider' },
    text(bold('How fast, and how well')),
    ...(speeds.length === 0
      ? [muted('No request came in, so there is nothing to measure.')]
      : [{ kind: 'facts', facts: speeds } as const]),
  ];
  if (dashboard !== null)
    blocks.push(muted({ kind: 'link', url: dashboard, text: 'Every number with its tickets' }));
  const late = facts.waiting.length > 0 ? `${facts.waiting.length} wait longest` : 'nobody waits';
  return {
    audience: 'team',
    title: NAMES[period],
    tone: 'neutral',
    blocks,
    fallback: `${NAMES[period]}: ${facts.figures.get('VOLUME')?.figure.n ?? 0} new requests, ${late}.`,
  };
};
