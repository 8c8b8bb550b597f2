import type { Shown, TalkingPlace } from './chat-side';
import { type Asked, type History, markOf } from './conversations';
import type { DeskDump } from './desk-dump';
import { type NeverKnown, neverKnown } from './never-known';

export type Broken =
  | 'lost message'
  | 'duplicate message'
  | 'invented message'
  | 'wrong tenant'
  | 'wrong text'
  | 'no decision'
  | 'lost reply'
  | 'duplicate reply'
  | 'invented reply'
  | 'reply in the wrong place'
  | 'replies out of order'
  | 'internal word shown'
  | 'shown twice'
  | 'not shown'
  | 'ticket twice'
  | 'not one acknowledgement'
  | 'not one card'
  | 'history gap'
  | 'left undone'
  | 'not told'
  | 'told late';

/** A promise that was not kept, and where. */
export interface Violation {
  readonly broken: Broken;
  readonly detail: string;
}

/** What stands in the rooms of one workspace. */
export interface Truth {
  readonly team: string;
  readonly triage: string;
  readonly shown: readonly Shown[];
  readonly triedAt: (words: string) => number | null;
}

/** Reads the truth out of a workspace. */
export const truthOf = (workspace: TalkingPlace): Truth => ({
  team: workspace.team,
  triage: workspace.triage,
  shown: [workspace.triage, ...workspace.rooms].flatMap((room) => workspace.chat.shown(room)),
  triedAt: (words) => workspace.chat.triedAt?.(words) ?? null,
});

/** What the team waits at most to hear that nobody knows. */
const TOLD_WITHIN_MS = 60_000;

/** The outbox row of a thread's first message. */
const rootOf = (shown: readonly Shown[], threadTs: string | null): string | null =>
  shown.find(({ ts }) => ts === threadTs)?.key ?? null;

type Report = (broken: Broken, detail: string) => void;

const place = (...parts: readonly string[]): string => parts.join('/');

const counted = <T>(rows: readonly T[], nameOf: (row: T) => string | null): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === null) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
};

const isOutsider = ({ author }: DeskDump['messages'][number]): boolean => author !== 'member';

/** Acknowledged is stored, once, as it was said, where it belongs, with a recorded decision. */
const checkMessages = (history: History, dump: DeskDump, report: Report): void => {
  const stored = counted(dump.messages, ({ team, channel, platformId }) =>
    platformId === null ? null : place(team, channel, platformId),
  );
  const said = new Set<string>();
  for (const one of history.said) {
    const where = place(one.team, one.channel, one.ts);
    said.add(where);
    const rows = stored.get(where) ?? [];
    const [row] = rows;
    if (row === undefined) {
      if (one.isTaken) report('lost message', `${one.mark} of ${where}`);
      continue;
    }
    if (rows.length > 1) report('duplicate message', `${one.mark} ${rows.length} times`);
    if (row.isDeleted !== one.isDeleted || (!one.isDeleted && row.plain !== one.text))
      report('wrong text', `${one.mark}: "${row.plain}" for "${one.text}"`);
    if (one.by === 'customer' && row.decisions === 0) report('no decision', one.mark);
  }
  const marks = counted(dump.messages.filter(isOutsider), ({ plain }) => markOf(plain));
  for (const [mark, rows] of marks)
    if (rows.length > 1) report('duplicate message', `${mark} in ${rows.length} rows`);
  for (const [where, rows] of stored)
    if (!said.has(where) && rows.some(isOutsider)) report('invented message', where);
  for (const row of dump.messages)
    if (row.tenant !== row.channelTenant) report('wrong tenant', row.plain);
  const tenants = counted(dump.messages, ({ team }) => team);
  for (const [team, rows] of tenants)
    if (new Set(rows.map(({ tenant }) => tenant)).size > 1) report('wrong tenant', team);
};

const numberOf = (asked: Asked): number => Number(asked.mark.slice(2));

/** Each reply is visible once, in its thread, in the order it was asked for; nothing else is. */
const checkReplies = (
  history: History,
  truths: readonly Truth[],
  unknown: NeverKnown,
  report: Report,
): void => {
  const customerRooms = truths.flatMap(({ team, triage, shown }) =>
    shown.filter(({ channel }) => channel !== triage).map((message) => ({ team, message })),
  );
  const ours = customerRooms.filter(({ message }) => message.byApp);
  const visible = counted(ours, ({ message }) => markOf(message.text));
  for (const asked of history.asked) {
    const posts = visible.get(asked.mark) ?? [];
    if (asked.isTurnedAway && posts.length > 0) report('invented reply', asked.mark);
    if (
      posts.length === 0 &&
      asked.isTaken &&
      !asked.isTurnedAway &&
      !unknown.marks.has(asked.mark)
    )
      report('lost reply', `${asked.mark} (${asked.way})`);
    if (posts.length > 1) report('duplicate reply', `${asked.mark} ${posts.length} times`);
    for (const { team, message } of posts)
      if (
        team !== asked.team ||
        message.channel !== asked.channel ||
        message.threadTs !== asked.threadTs
      )
        report('reply in the wrong place', asked.mark);
  }
  const wanted = new Set(history.asked.map(({ mark }) => mark));
  const internal = new Set(history.internal);
  for (const { message } of ours) {
    const mark = markOf(message.text);
    if (mark !== null && !wanted.has(mark)) report('internal word shown', message.text);
  }
  for (const { message } of customerRooms) {
    const words = markOf(message.whole);
    if (words !== null && internal.has(words)) report('internal word shown', message.text);
  }
  const threads = counted(history.asked, ({ team, channel, threadTs }) =>
    place(team, channel, threadTs),
  );
  for (const [thread, asked] of threads) {
    const shown = asked.flatMap((one) => {
      const [post] = visible.get(one.mark) ?? [];
      return post === undefined ? [] : [{ number: numberOf(one), ts: post.message.ts }];
    });
    const byTime = shown.toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
    if (byTime.some(({ number }, at) => number < (byTime[at - 1]?.number ?? 0)))
      report('replies out of order', thread);
  }
};

/** Whatever went out stands there once; a ticket has one acknowledgement and one card. */
const checkSurfaces = (
  dump: DeskDump,
  truths: readonly Truth[],
  unknown: NeverKnown,
  report: Report,
): void => {
  const posts = counted(
    truths.flatMap(({ shown }) => shown.filter(({ byApp }) => byApp)),
    ({ key }) => key,
  );
  const bySurface = new Map<string, number>();
  for (const row of dump.outbox) {
    if (row.kind !== 'post') continue;
    const count = posts.get(row.id)?.length ?? 0;
    if (count > 1 && !unknown.mayStandTwice(row, count))
      report('shown twice', `${row.surface ?? 'post'} ${row.id}`);
    if (count === 0 && row.state === 'SENT' && unknown.isTold(row))
      report('not shown', `${row.surface ?? 'post'} ${row.id}`);
    if (row.surface !== null) bySurface.set(row.surface, (bySurface.get(row.surface) ?? 0) + count);
  }
  for (const { id } of dump.tickets) {
    const lines = bySurface.get(`status-line:${id}`) ?? 0;
    const cards = bySurface.get(`triage-card:${id}`) ?? 0;
    if (lines !== 1 && !(lines === 0 && unknown.surfaces.has(`status-line:${id}`)))
      report('not one acknowledgement', `${lines} for ${id}`);
    // Where nobody can look, a card of our own room may stand twice: that was looked at above.
    if (cards !== 1 && !(cards > 1 && !unknown.canLook))
      report('not one card', `${cards} for ${id}`);
  }
};

const checkTickets = (history: History, dump: DeskDump, report: Report): void => {
  const threads = counted(dump.tickets, ({ team, channel, thread }) =>
    place(team, channel, thread),
  );
  for (const [thread, tickets] of threads) if (tickets.length > 1) report('ticket twice', thread);
  for (const { ts, threadTs, team, channel, isTaken, by } of history.said)
    if (by === 'customer' && ts === threadTs && isTaken && !threads.has(place(team, channel, ts)))
      report('lost message', `no ticket for ${place(team, channel, ts)}`);
  for (const { id, claims, steps } of dump.tickets) {
    if (claims > 1) report('history gap', `${id} was claimed ${claims} times`);
    if (steps === 0) report('history gap', `${id} has no history`);
  }
};

/** At rest nobody holds anything and nothing waits. */
const checkRest = (dump: DeskDump, unknown: NeverKnown, report: Report): void => {
  for (const { id, state, isHeld, reason } of dump.inbox)
    if (state !== 'DONE' || isHeld) report('left undone', `inbox ${id} ${state} ${reason ?? ''}`);
  const mayBeCancelled = new Set(['whisper', 'home']);
  for (const row of dump.outbox) {
    const { id, kind, surface, state, isHeld, reason } = row;
    const isOver = state === 'SENT' || (state === 'CANCELLED' && mayBeCancelled.has(kind));
    if (isHeld || !(isOver || unknown.ends(row)))
      report('left undone', `outbox ${id} ${kind} ${surface ?? ''} ${state} ${reason ?? ''}`);
  }
  for (const { id, visibility, author, delivery, plain } of dump.messages)
    if (visibility === 'PUBLIC' && author === 'member' && !/^(RECEIVED|DELIVERED)$/.test(delivery))
      if (!(delivery === 'UNKNOWN' && unknown.messages.has(id)))
        report('left undone', `reply "${plain}" is ${delivery}`);
};

/**
 * Every promise of the desk that a finished run can be held to. Where it cannot look, what may have
 * been shown is not repeated, and each is told to the team.
 */
export const check = (
  history: History,
  dump: DeskDump,
  truths: readonly Truth[],
  canLook = true,
): readonly Violation[] => {
  const found: Violation[] = [];
  const report: Report = (broken, detail) => found.push({ broken, detail });
  const unknown = neverKnown(dump, canLook);
  checkMessages(history, dump, report);
  checkReplies(history, truths, unknown, report);
  checkSurfaces(dump, truths, unknown, report);
  checkTickets(history, dump, report);
  checkRest(dump, unknown, report);
  for (const { row, words, root } of unknown.rows) {
    const told = truths.flatMap(({ triage, shown }) =>
      shown.filter(
        ({ channel, byApp, whole, threadTs }) =>
          byApp && channel === triage && whole.includes(words) && rootOf(shown, threadTs) === root,
      ),
    );
    const [first] = told.toSorted((a, b) => a.at - b.at);
    // Killed before it was asked for: then the row's birth, which is earlier than any attempt.
    const tried = truths[0]?.triedAt(row.message === null ? row.id : words) ?? null;
    const since = tried ?? row.createdAt.getTime();
    if (first === undefined) report('not told', `${row.surface ?? 'reply'} ${row.id}: ${words}`);
    else if (first.at - since > TOLD_WITHIN_MS) report('told late', `${first.at - since} ms`);
  }
  return found;
};

/** How often each promise was broken. */
export const tally = (violations: readonly Violation[]): Partial<Record<Broken, number>> => {
  const counts: Partial<Record<Broken, number>> = {};
  for (const { broken } of violations) counts[broken] = (counts[broken] ?? 0) + 1;
  return counts;
};
