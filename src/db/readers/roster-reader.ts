import type { OpenEscalation } from '../../app/ports/escalations';
import type { Readers } from '../../app/ports/readers';
import type { Group } from '../../app/ports/roster';
import { PATHS, type PathRow, pathOf } from '../paths';
import { COLLEAGUES, type ColleagueRow, colleagueOf } from '../people-on-duty';
import type { ReadTransaction } from './read-transaction';
import { byName, createSourceReader, type Source } from './source';

const GROUPS: Source<Group, Group> = {
  columns: `g.id, g.name, coalesce((
    select jsonb_agg(p.member_id order by p.member_id) from member_group_person p
    where p.tenant_id = g.tenant_id and p.group_id = g.id
  ), '[]'::jsonb) as "memberIds"`,
  from: 'member_group g',
  alias: 'g',
  ordering: byName('g'),
  toRow: (_, row) => row,
};

const OPEN_ESCALATIONS = `
  select id, ticket_id as "ticketId", from_level as "fromLevel", level_before as "levelBefore",
    level, member_ids as "memberIds", passed, is_fallback as "isFallback", reason,
    by_name as "byName", asked_at as "askedAt", due_at as "dueAt"
  from escalation
  where tenant_id = $1::uuid and ticket_id = any($2::uuid[]) and ended_at is null`;

/** Who is asked, when they work, and how much they carry. */
export const createRosterReader = (
  read: ReadTransaction,
): Pick<Readers, 'groups' | 'groupsById' | 'paths' | 'openEscalations' | 'colleagues'> => {
  const { list, byId } = createSourceReader(read);
  return {
    groups: (tenantId, slice) => list(GROUPS, tenantId, slice),
    groupsById: (tenantId, ids) => byId(GROUPS, tenantId, ids),
    paths: (tenantId, queueIds) =>
      read(tenantId, async (ask) => {
        const rows = await ask<PathRow>(PATHS, [tenantId, [...queueIds]]);
        const found = new Map(rows.map((row) => [row.queueId, pathOf(row)]));
        return queueIds.map((id) => found.get(id) ?? null);
      }),
    openEscalations: (tenantId, ticketIds) =>
      read(tenantId, async (ask) => {
        const rows = await ask<OpenEscalation>(OPEN_ESCALATIONS, [tenantId, [...ticketIds]]);
        const found = new Map(rows.map((row) => [row.ticketId, row]));
        return ticketIds.map((id) => found.get(id) ?? null);
      }),
    colleagues: (tenantId, memberIds) =>
      read(tenantId, async (ask) => {
        const rows = await ask<ColleagueRow>(COLLEAGUES, [tenantId, [...memberIds]]);
        const found = new Map(rows.map((row) => [row.memberId, colleagueOf(row)]));
        return memberIds.map((id) => found.get(id) ?? null);
      }),
  };
};
