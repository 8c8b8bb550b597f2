import type { Message } from '../../sandbox/model';
import type { BusyWorkspace } from './busy-workspaces';
import { type Asked, type History, markOf } from './conversations';
import type { DeskDump } from './desk-dump';

export type Broken =
  | 'lost message'
  | 'duplicate message'
  | 'invented message'
  | 'wrong tenant'
  | 'wrong text'
  | 'no decision'
  | 'lost reply'
  | 'duplicate reply'
  | 'reply in the wrong place'
  | 'replies out of order'
  | 'internal word shown'
  | 'shown twice'
  | 'not shown'
  | 'ticket twice'
  | 'not one acknowledgement'
  | 'not one card'
  | 'history gap'
  | 'left undone';

/** A promise that was not kept, and where. */
export interface Violation {
  readonly broken: Broken;
  readonly detail: string;
}

/** What stands in the rooms of one workspace. */
export interface Truth {
  readonly team: string;
  readonly triage: string;
  readonly shown: readonly Message[];
}

/** Reads the truth out of a workspace. */
export const truthOf = (workspace: BusyWorkspace): Truth => ({
  team: workspace.team,
  triage: workspace.triage,
  shown: [workspace.triage, ...workspace.rooms].flatMap((room) => workspace.slack.world.log(room)),
});

type Report = (broken: Broken, detail: string) => void;

const keyOf = (message: Message): string | null => {
  const payload = message.metadata?.event_payload;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  return typeof payload.key === 'string' ? payload.key : null;
};

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
const checkReplies = (history: History, truths: readonly Truth[], report: Report): void => {
  const customerRooms = truths.flatMap(({ team, triage, shown }) =>
    shown.filter(({ channel }) => channel !== triage).map((message) => ({ team, message })),
  );
  const ours = customerRooms.filter(({ message }) => message.by_app);
  const visible = counted(ours, ({ message }) => markOf(message.text));
  for (const asked of history.asked) {
    const posts = visible.get(asked.mark) ?? [];
    if (posts.length === 0 && asked.isTaken) report('lost reply', `${asked.mark} (${asked.way})`);
    if (posts.length > 1) report('duplicate reply', `${asked.mark} ${posts.length} times`);
    for (const { team, message } of posts)
      if (
        team !== asked.team ||
        message.channel !== asked.channel ||
        message.thread_ts !== asked.threadTs
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
    const words = markOf(JSON.stringify([message.text, message.blocks, message.attachments]));
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
const checkSurfaces = (dump: DeskDump, truths: readonly Truth[], report: Report): void => {
  const posts = counted(
    truths.flatMap(({ shown }) => shown.filter(({ by_app }) => by_app)),
    keyOf,
  );
  const bySurface = new Map<string, number>();
  for (const row of dump.outbox) {
    if (row.kind !== 'post') continue;
    const count = posts.get(row.id)?.length ?? 0;
    if (count > 1) report('shown twice', `${row.surface ?? 'post'} ${row.id}`);
    if (count === 0 && row.state === 'SENT')
      report('not shown', `${row.surface ?? 'post'} ${row.id}`);
    if (row.surface !== null) bySurface.set(row.surface, (bySurface.get(row.surface) ?? 0) + count);
  }
  for (const { id } of dump.tickets) {
    const lines = bySurface.get(`status-line:${id}`) ?? 0;
    const cards = bySurface.get(`triage-card:${id}`) ?? 0;
    if (lines !== 1) report('not one acknowledgement', `${lines} for ${id}`);
    if (cards !== 1) report('not one card', `${cards} for ${id}`);
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
const checkRest = (dump: DeskDump, report: Report): void => {
  for (const { id, state, isHeld } of dump.inbox)
    if (state !== 'DONE' || isHeld) report('left undone', `inbox ${id} ${state}`);
  const mayBeCancelled = new Set(['whisper', 'home']);
  for (const { id, kind, surface, state, isHeld, reason } of dump.outbox)
    if (isHeld || !(state === 'SENT' || (state === 'CANCELLED' && mayBeCancelled.has(kind))))
      report('left undone', `outbox ${id} ${kind} ${surface ?? ''} ${state} ${reason ?? ''}`);
  for (const { visibility, author, delivery, plain } of dump.messages)
    if (visibility === 'PUBLIC' && author === 'member' && !/^(RECEIVED|DELIVERED)$/.test(delivery))
      report('left undone', `reply "${plain}" is ${delivery}`);
};

/** Every promise of the desk that a finished run can be held to. */
export const check = (
  history: History,
  dump: DeskDump,
  truths: readonly Truth[],
): readonly Violation[] => {
  const found: Violation[] = [];
  const report: Report = (broken, detail) => found.push({ broken, detail });
  checkMessages(history, dump, report);
  checkReplies(history, truths, report);
  checkSurfaces(dump, truths, report);
  checkTickets(history, dump, report);
  checkRest(dump, report);
  return found;
};

/** How often each promise was broken. */
export const tally = (violations: readonly Violation[]): Partial<Record<Broken, number>> => {
  const counts: Partial<Record<Broken, number>> = {};
  for (const { broken } of violations) counts[broken] = (counts[broken] ?? 0) + 1;
  return counts;
};
