import type { MarkedClock, TimedTicket } from '../app/ports/care';
import type { Ticket } from '../domain/ticket';
import type { ClockEntity } from './entities/care';
import { readPauses } from './pauses';
import type { Desk } from './shelves';

const ACTIVE = `ticket.status in ('NEW', 'OPEN', 'SNOOZED')`;

const markedClock = ({
  tenantId: _,
  ticketId: __,
  position: ___,
  pauses,
  ...clock
}: ClockEntity): MarkedClock => ({ ...clock, pauses: readPauses(pauses) });

const KEEP_CLOCK = `on conflict on constraint clock_pkey do update set
  measure = excluded.measure, started_at = excluded.started_at, target_sec = excluded.target_sec,
  hours = excluded.hours, warn_percent = excluded.warn_percent, pauses = excluded.pauses,
  stopped_at = excluded.stopped_at, cancelled_at = excluded.cancelled_at, state = excluded.state,
  due_at = excluded.due_at, next_at = excluded.next_at, calendar_id = excluded.calendar_id,
  calendar_version = excluded.calendar_version`;

/** Every statement here binds the tenant as $1. */
const asked = async <Row>(
  desk: Desk,
  text: string,
  params: readonly unknown[],
): Promise<readonly Row[]> => (await desk.sql<Row>(text, [desk.tenantId, ...params])).rows;

/** Every open ticket is looked at by the next sweep. */
export const recountAll = async (desk: Desk, now: Date): Promise<number> => {
  // One clock of each is enough: the sweep reckons all clocks of the ticket. Also one that has
  // stopped, because new rules may measure what the old ones did not.
  const { affected } = await desk.sql(
    `update clock set next_at = $2 where tenant_id = $1 and id in (
       select distinct on (kept.ticket_id) kept.id from clock kept
       join ticket on ticket.tenant_id = kept.tenant_id and ticket.id = kept.ticket_id
       where kept.tenant_id = $1 and ${ACTIVE}
       order by kept.ticket_id, kept.position desc)`,
    [desk.tenantId, now],
  );
  return affected;
};

/** Oldest first. */
export const openTickets = async (desk: Desk, limit: number): Promise<readonly TimedTicket[]> => {
  const tickets = await asked<Ticket>(
    desk,
    `select ${desk.shelves.ticket.list()} from ticket
     where tenant_id = $1 and ${ACTIVE} order by opened_at, id limit $2`,
    [limit],
  );
  const clocks = await asked<ClockEntity>(
    desk,
    `select ${desk.shelves.clock.list()} from clock
     where tenant_id = $1 and ticket_id = any($2::uuid[]) order by position`,
    [tickets.map(({ id }) => id)],
  );
  const byTicket = new Map<string, MarkedClock[]>(tickets.map(({ id }) => [id, []]));
  for (const clock of clocks) byTicket.get(clock.ticketId)?.push(markedClock(clock));
  return tickets.map((ticket) => ({
    ticket,
    clocks: byTicket.get(ticket.id) ?? [],
  }));
};

/** Oldest first. */
export const clocksOf = async (desk: Desk, ticketId: string): Promise<readonly MarkedClock[]> => {
  const { rows } = await desk.recall<ClockEntity>(
    `select ${desk.shelves.clock.list()} from clock
     where tenant_id = $1 and ticket_id = $2 order by position`,
    [desk.tenantId, ticketId],
  );
  return rows.map(markedClock);
};

export const saveClocks = async (
  desk: Desk,
  ticketId: string,
  clocks: readonly MarkedClock[],
): Promise<void> => {
  const [first, ...others] = clocks.map(({ pauses, ...facts }) => ({
    ...facts,
    tenantId: desk.tenantId,
    ticketId,
    pauses: pauses.map(({ from, to, reason }) => ({
      from: from.toISOString(),
      to: to?.toISOString() ?? null,
      reason,
    })),
  }));
  if (first === undefined) return;
  const { text, params } = desk.shelves.clock.insertAll([first, ...others], KEEP_CLOCK);
  await desk.sql(text, params);
};
