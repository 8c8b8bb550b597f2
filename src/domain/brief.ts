import type { MarkedPromise } from './promise';
import { type Text, toPlain } from './text';
import type { Message, TimelineEntry } from './ticket';
import { type Standing, type WorkItemAddress, workItemLabel } from './work-item';

/** Somebody's words, as they said them. */
export interface Said {
  readonly name: string;
  readonly at: Date;
  readonly body: Text;
}

/** A question and what the other side said to it. */
export interface Exchange {
  readonly asked: Said;
  readonly answered: Said;
}

/** What was done so far: a solution that was offered, or a note of the team. */
export interface Tried {
  readonly kind: 'SOLUTION' | 'NOTE';
  readonly name: string;
  readonly at: Date;
  readonly text: string;
}

/**
 * What whoever takes over has to know, so that the customer need not say it again. Facts only:
 * everything in it was said, tried or promised by somebody, and nothing is summed up.
 */
export interface Brief {
  readonly firstQuestion: Said | null;
  /** What the customer said last. */
  readonly lastWords: Said | null;
  readonly exchanges: readonly Exchange[];
  readonly tried: readonly Tried[];
  /** Oldest first. */
  readonly promised: readonly Pick<MarkedPromise, 'kind' | 'dueAt' | 'state'>[];
  /** What the customer waits for an answer to; null: nothing. */
  readonly openQuestion: Said | null;
  /** What developers work on, addresses that were written, and files that were sent. */
  readonly links: readonly { readonly label: string; readonly url: string | null }[];
}

/** What a brief is made of. */
export interface BriefFacts {
  /** Oldest first; notes among them. */
  readonly messages: readonly Pick<
    Message,
    'author' | 'visibility' | 'body' | 'files' | 'needsAnswer' | 'occurredAt' | 'deletedAt'
  >[];
  readonly timeline: readonly Pick<TimelineEntry, 'kind' | 'at' | 'actor' | 'after'>[];
  readonly promises: readonly MarkedPromise[];
  readonly unansweredSince: Date | null;
  /** Issues and pull requests, and where they stand. */
  readonly workItems: readonly (Pick<WorkItemAddress, 'key' | 'url'> & Standing)[];
}

type Fact = BriefFacts['messages'][number];

/** As many of each list as a card can show; the newest are kept. */
const MOST = 5;

const said = ({ author, occurredAt, body }: Fact): Said => ({
  name: author.name,
  at: occurredAt,
  body,
});

/** What one side said without being interrupted is one turn. */
const joined = (turn: readonly [Fact, ...Fact[]]): Said => {
  const [first, ...more] = turn;
  const rest = more.flatMap(({ body }): Text => [{ kind: 'plain', text: '\n' }, ...body]);
  return { ...said(first), body: [...first.body, ...rest] };
};

type Turn = [Fact, ...Fact[]];

const turnsOf = (spoken: readonly Fact[]): readonly Turn[] => {
  const turns: Turn[] = [];
  for (const one of spoken) {
    const last = turns.at(-1);
    if (last?.[0].author.kind === one.author.kind) last.push(one);
    else turns.push([one]);
  }
  return turns;
};

/** The customer's words ask by themselves; ours only where there is a question in them. */
const asks = (turn: Turn): boolean =>
  turn[0].author.kind === 'contact'
    ? turn.some(({ needsAnswer }) => needsAnswer)
    : turn.some(({ body }) => toPlain(body).includes('?'));

const exchangesOf = (turns: readonly Turn[]): readonly Exchange[] =>
  turns.flatMap((turn, at) => {
    const next = turns[at + 1];
    return next === undefined || !asks(turn)
      ? []
      : [{ asked: joined(turn), answered: joined(next) }];
  });

const linksOf = (messages: readonly Fact[]): Brief['links'] => {
  const found = new Map<string, Brief['links'][number]>();
  for (const { body, files } of messages) {
    for (const span of body)
      if (span.kind === 'link')
        found.set(span.url, { label: span.text === '' ? span.url : span.text, url: span.url });
    for (const { id, name, url } of files) found.set(`file:${id}`, { label: name, url });
  }
  return [...found.values()];
};

const triedOf = ({ messages, timeline }: BriefFacts): readonly Tried[] => {
  const solutions = timeline.flatMap(({ kind, at, actor, after: { solution } }): Tried[] =>
    kind === 'SOLVED' && typeof solution === 'string'
      ? [{ kind: 'SOLUTION', name: actor.name, at, text: solution }]
      : [],
  );
  const notes = messages
    .filter(({ visibility, deletedAt }) => visibility === 'INTERNAL' && deletedAt === null)
    .map(
      ({ author, occurredAt, body }): Tried => ({
        kind: 'NOTE',
        name: author.name,
        at: occurredAt,
        text: toPlain(body),
      }),
    );
  return [...solutions, ...notes].toSorted((one, other) => one.at.getTime() - other.at.getTime());
};

/** The facts of a ticket, put in the order in which whoever takes over needs them. */
export const briefOf = (facts: BriefFacts): Brief => {
  const spoken = facts.messages.filter(
    ({ visibility, author, deletedAt }) =>
      visibility === 'PUBLIC' && author.kind !== 'bot' && deletedAt === null,
  );
  const asked = spoken.filter(({ author }) => author.kind === 'contact');
  const [first = null] = asked;
  const last = asked.at(-1) ?? null;
  const since = facts.unansweredSince;
  const open =
    since === null ? [] : asked.filter((one) => one.needsAnswer && one.occurredAt >= since);
  const [waits, ...more] = open;
  return {
    firstQuestion: first === null ? null : said(first),
    lastWords: last === null ? null : said(last),
    exchanges: exchangesOf(turnsOf(spoken)).slice(-MOST),
    tried: triedOf(facts).slice(-MOST),
    promised: facts.promises.map(({ kind, dueAt, state }) => ({ kind, dueAt, state })).slice(-MOST),
    openQuestion: waits === undefined ? null : joined([waits, ...more]),
    links: [
      ...facts.workItems
        .slice(-MOST)
        .map((item) => ({ label: workItemLabel(item), url: item.url })),
      ...linksOf(spoken).slice(-2 * MOST),
    ],
  };
};

/** Has anybody of ours but this person worked on it? Then they take something over. */
export const isHandOver = (facts: BriefFacts, memberId: string): boolean =>
  facts.messages.some(({ author }) => author.kind === 'member' && author.id !== memberId) ||
  facts.timeline.some(
    ({ kind, actor, after: { assigneeId } }) =>
      (kind === 'SOLVED' && actor.kind === 'member' && actor.memberId !== memberId) ||
      (typeof assigneeId === 'string' && assigneeId !== memberId),
  );
