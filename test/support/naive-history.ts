import { DateTime } from 'luxon';
import type { Database } from '../../src/db/data-source';

const MINUTE = 60_000;

interface State {
  readonly status: string;
  readonly waitingOn: string;
  readonly assigneeId: string | null;
}

export interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly by: string;
  readonly memberId: string | null;
  readonly before: State;
  readonly after: State;
  readonly reason: string | null;
}

export interface Told {
  readonly at: number;
  readonly by: string;
  readonly author: string | null;
  readonly asks: boolean;
}

/** One ticket as its rows tell it, nothing reckoned yet. */
export interface Lived {
  readonly id: string;
  readonly number: number;
  readonly customerId: string;
  readonly channelId: string;
  readonly queueId: string;
  readonly priority: string;
  readonly cause: string | null;
  readonly labelIds: readonly string[];
  readonly openedAt: number;
  readonly entries: readonly Entry[];
  readonly said: readonly Told[];
  readonly promises: readonly { at: number; state: string }[];
  readonly clocks: readonly { at: number; due: number | null; state: string; measure: string }[];
  readonly ratings: readonly { at: number; score: number | null; repeated: boolean | null }[];
  readonly signals: readonly { at: number; kind: string }[];
  readonly tasks: readonly { at: number; done: number | null; ownerId: string | null }[];
  /** The last state it had before an instant. */
  before(at: number): State | null;
}

const ms = (at: Date | null): number => (at === null ? Number.NaN : at.getTime());
const orNull = (at: Date | null): number | null => at?.getTime() ?? null;

/** Every ticket of a desk, read row by row. */
export const readLives = async (
  database: Database,
  tenantId: string,
  now: Date,
): Promise<readonly Lived[]> => {
  const rows = <Row>(sql: string): Promise<Row[]> => database.dataSource.query(sql, [tenantId]);
  const tickets = await rows<{
    id: string;
    number: number;
    customerId: string;
    channelId: string;
    queueId: string;
    priority: string;
    cause: string | null;
  }>(
    `select id, number, customer_id as "customerId", channel_id as "channelId",
       queue_id as "queueId", priority, cause
     from ticket where tenant_id = $1 and status not in ('NOT_A_REQUEST', 'MERGED') and version > 0`,
  );
  const entries = await rows<{
    ticket_id: string;
    at: Date;
    kind: string;
    actor: { kind: string; memberId?: string };
    author: string | null;
    after: Record<string, string | null | undefined>;
  }>(`select entry.ticket_id, entry.at, entry.kind, entry.actor, entry.after,
        case message.author_kind when 'member' then message.author_id end as author
      from timeline_entry entry left join message on message.id = entry.message_id
      where entry.tenant_id = $1 order by entry.position`);
  const said = await rows<{
    ticket_id: string;
    occurred_at: Date;
    author_kind: string;
    author_id: string | null;
    needs_answer: boolean;
  }>(`select ticket_id, occurred_at, author_kind, author_id, needs_answer from message
      where tenant_id = $1 and visibility = 'PUBLIC' and author_kind <> 'bot'
      order by occurred_at, id`);
  const promises = await rows<{ ticket_id: string; told_at: Date; state: string }>(
    'select ticket_id, told_at, state from promise where tenant_id = $1',
  );
  const clocks = await rows<{
    ticket_id: string;
    started_at: Date;
    due_at: Date | null;
    state: string;
    measure: string;
  }>('select ticket_id, started_at, due_at, state, measure from clock where tenant_id = $1');
  const ratings = await rows<{
    ticket_id: string;
    asked_at: Date;
    score: number | null;
    repeated: boolean | null;
  }>('select ticket_id, asked_at, score, repeated from rating where tenant_id = $1');
  const tasks = await rows<{
    ticket_id: string;
    opened_at: Date;
    done_at: Date | null;
    owner_id: string | null;
  }>('select ticket_id, opened_at, done_at, owner_id from recovery_task where tenant_id = $1');
  const labels = await rows<{ ticket_id: string; label_id: string }>(
    'select ticket_id, label_id from ticket_label where tenant_id = $1',
  );
  const signals = await rows<{ ticket_id: string; raised_at: Date; kind: string }>(
    'select ticket_id, raised_at, kind from signal where tenant_id = $1',
  );
  return tickets.flatMap((ticket) => {
    const of = <Row extends { ticket_id: string }>(all: readonly Row[]): readonly Row[] =>
      all.filter(({ ticket_id }) => ticket_id === ticket.id);
    let state: State = { status: 'NEW', waitingOn: 'US', assigneeId: null };
    const history = of(entries).map((entry): Entry => {
      const before = state;
      const { status, waitingOn, assigneeId } = entry.after;
      state = {
        status: status ?? before.status,
        waitingOn: waitingOn ?? before.waitingOn,
        assigneeId: assigneeId === undefined ? before.assigneeId : assigneeId,
      };
      return {
        at: ms(entry.at),
        kind: entry.kind,
        by: entry.actor.kind,
        memberId: entry.actor.memberId ?? entry.author,
        before,
        after: state,
        reason: entry.after.because ?? null,
      };
    });
    const words = of(said);
    const first = words.find(({ author_kind }) => author_kind === 'contact');
    if (first === undefined || history.length === 0) return [];
    return [
      {
        ...ticket,
        labelIds: of(labels).map(({ label_id }) => label_id),
        openedAt: ms(first.occurred_at),
        entries: history,
        said: words.map((one) => ({
          at: ms(one.occurred_at),
          by: one.author_kind,
          author: one.author_id,
          asks: one.needs_answer,
        })),
        promises: of(promises).map((one) => ({ at: ms(one.told_at), state: one.state })),
        clocks: of(clocks).map((one) => ({
          at: ms(one.started_at),
          due: orNull(one.due_at),
          state:
            one.state === 'ACHIEVED' || one.state === 'BREACHED' || one.state === 'CANCELLED'
              ? one.state
              : one.due_at !== null && one.due_at < now
                ? 'LATE'
                : 'RUNNING',
          measure: one.measure,
        })),
        ratings: of(ratings).map((one) => ({ ...one, at: ms(one.asked_at) })),
        signals: of(signals).map((one) => ({ at: ms(one.raised_at), kind: one.kind })),
        tasks: of(tasks).map((one) => ({
          at: ms(one.opened_at),
          done: orNull(one.done_at),
          ownerId: one.owner_id,
        })),
        before: (at) => history.findLast((entry) => entry.at < at)?.after ?? null,
      },
    ];
  });
};

/** Open minutes of the office before each minute of its days, one by one. */
export class OfficeMinutes {
  private readonly sums: number[] = [0];

  constructor(
    private readonly from: number,
    to: number,
  ) {
    for (let at = from; at < to; at += MINUTE) {
      const wall = DateTime.fromMillis(at, { zone: 'Europe/Berlin' });
      const open = wall.weekday <= 5 && wall.hour >= 9 && wall.hour < 17 ? 1 : 0;
      this.sums.push((this.sums.at(-1) ?? 0) + open);
    }
  }

  private upTo(at: number): number {
    return this.sums[Math.round((at - this.from) / MINUTE)] ?? this.sums.at(-1) ?? 0;
  }

  secondsBetween(from: number, to: number): number {
    return to <= from ? 0 : (this.upTo(to) - this.upTo(from)) * 60;
  }
}
