import type { CalendarWords, KeptPolicy, MarkedClock } from '../../app/ports/care';
import type { CalendarView, ClockView } from '../../app/ports/care-readers';
import type { Readers } from '../../app/ports/readers';
import type { KeptPause } from '../entities/care';
import { readPauses } from '../pauses';
import type { ReadTransaction } from './read-transaction';
import { byName, createSourceReader, type Source } from './source';

const used = (scope: string): string => `(
  select coalesce(jsonb_agg(u.scope_id order by u.scope_id), '[]'::jsonb) from calendar_use u
  where u.tenant_id = k.tenant_id and u.calendar_id = k.id and u.scope = '${scope}')`;

const WORDS = 'v.zone, v.opening, v.holidays, v.country, v.region';

const CALENDARS: Source<CalendarView, CalendarView> = {
  columns: `k.id, k.name, k.version, ${WORDS}, v.made_at as "madeAt",
    ${used('CUSTOMER')} as "customerIds", ${used('QUEUE')} as "queueIds",
    exists (select 1 from calendar_use u
      where u.tenant_id = k.tenant_id and u.calendar_id = k.id and u.scope = 'DESK') as "isDefault",
    (select coalesce(jsonb_agg(s.tier order by s.tier), '[]'::jsonb) from sla_policy s
      where s.tenant_id = k.tenant_id and s.calendar_id = k.id) as tiers`,
  from: `calendar k join calendar_version v on v.tenant_id = k.tenant_id
    and v.calendar_id = k.id and v.version = k.version`,
  alias: 'k',
  ordering: byName('k'),
  toRow: (_, row) => row,
};

const POLICIES: Source<KeptPolicy, KeptPolicy> = {
  columns: `s.id, s.tier, s.calendar_id as "calendarId", s.pause_while as "pauseWhile",
    s.warn_percent as "warnPercent", s.version, coalesce((
      select jsonb_agg(jsonb_build_object('priority', g.priority, 'measure', g.measure,
        'seconds', g.seconds, 'hours', g.hours) order by g.priority, g.measure)
      from policy_target g where g.tenant_id = s.tenant_id and g.policy_id = s.id
    ), '[]'::jsonb) as targets`,
  from: 'sla_policy s',
  alias: 's',
  ordering: { value: 's.tier', kind: 'text', id: 's.id', descending: false },
  toRow: (_, row) => row,
};

interface ClockColumns extends Omit<MarkedClock, 'pauses'>, Omit<CalendarWords, 'zone'> {
  readonly ticketId: string;
  readonly pauses: readonly KeptPause[];
  readonly zone: string | null;
}

const CLOCKS = `
  select k.ticket_id as "ticketId", k.id, k.measure, k.started_at as "startedAt",
    k.target_sec as "targetSec", k.hours, k.warn_percent as "warnPercent", k.pauses,
    k.stopped_at as "stoppedAt", k.cancelled_at as "cancelledAt", k.state, k.due_at as "dueAt",
    k.next_at as "nextAt", k.calendar_id as "calendarId",
    k.calendar_version as "calendarVersion", ${WORDS}
  from clock k
  left join calendar_version v on v.tenant_id = k.tenant_id and v.calendar_id = k.calendar_id
    and v.version = k.calendar_version
  where k.tenant_id = $1::uuid and k.ticket_id = any($2::uuid[])
  order by k.position`;

const readClock = (row: ClockColumns): ClockView => {
  const { ticketId: _, zone, opening, holidays, country, region, pauses, ...clock } = row;
  return {
    clock: { ...clock, pauses: readPauses(pauses) },
    calendar: zone === null ? null : { zone, opening, holidays, country, region },
  };
};

/** Calendars, policies, and the clocks of tickets. */
export const createCareReader = (
  read: ReadTransaction,
): Pick<Readers, 'calendars' | 'calendarsById' | 'policies' | 'policiesById' | 'clocks'> => {
  const { list, byId } = createSourceReader(read);
  return {
    calendars: (tenantId, slice) => list(CALENDARS, tenantId, slice),
    calendarsById: (tenantId, ids) => byId(CALENDARS, tenantId, ids),
    policies: (tenantId, slice) => list(POLICIES, tenantId, slice),
    policiesById: (tenantId, ids) => byId(POLICIES, tenantId, ids),
    clocks: (tenantId, ticketIds) =>
      read(tenantId, async (ask) => {
        const rows = await ask<ClockColumns>(CLOCKS, [tenantId, [...ticketIds]]);
        const found = new Map<string, ClockView[]>(ticketIds.map((id) => [id, []]));
        for (const row of rows) found.get(row.ticketId)?.push(readClock(row));
        return ticketIds.map((id) => found.get(id) ?? []);
      }),
  };
};
