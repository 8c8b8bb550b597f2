import type { Duty } from '../app/ports/roster';
import type { OpeningHours } from '../domain/business-calendar';
import type { DaysOff } from '../domain/days-off';
import type { Colleague } from '../domain/escalation-path';

export interface DutyRow {
  readonly memberId: string;
  readonly zone: string | null;
  readonly opening: readonly OpeningHours[] | null;
  readonly capacity: number | null;
  readonly daysOff: readonly DaysOff[] | null;
}

export interface ColleagueRow extends DutyRow {
  readonly name: string;
  readonly active: boolean;
  /** Their own zone, else the desk's. */
  readonly home: string;
  readonly load: number;
}

/** Groups of the tenant $1; a condition on member_group may follow. */
export const GROUPS = `select member_group.id, member_group.name, coalesce((
      select jsonb_agg(person.member_id order by person.member_id)
      from member_group_person person
      where person.tenant_id = member_group.tenant_id and person.group_id = member_group.id
    ), '[]'::jsonb) as "memberIds"
  from member_group where member_group.tenant_id = $1`;

/** The members $2 of the tenant $1, in that order, with what they have on their desk now. */
export const COLLEAGUES = `
  select member.id as "memberId", member.name, member.active, duty.zone, duty.opening,
    duty.capacity, duty.days_off as "daysOff",
    coalesce(member.zone, tenant.zone) as home, (
      select count(*)::integer from ticket
      where ticket.tenant_id = member.tenant_id and ticket.assignee_id = member.id
        and ticket.status in ('NEW', 'OPEN') and ticket.waiting_on = 'US'
    ) + (
      select count(*)::integer from escalation
      where escalation.tenant_id = member.tenant_id and escalation.ended_at is null
        and member.id = any(escalation.member_ids)
    ) as load
  from unnest($2::uuid[]) with ordinality as wanted (id, place)
  join member on member.tenant_id = $1::uuid and member.id = wanted.id
  join tenant on tenant.id = member.tenant_id
  left join member_duty duty
    on duty.tenant_id = member.tenant_id and duty.member_id = member.id
  order by wanted.place`;

export const shiftOf = ({ zone, opening }: Pick<DutyRow, 'zone' | 'opening'>): Duty['shift'] =>
  zone === null || opening === null ? null : { zone, opening };

export const colleagueOf = (row: ColleagueRow): Colleague => ({
  id: row.memberId,
  name: row.name,
  active: row.active,
  shift: shiftOf(row),
  zone: row.home,
  daysOff: row.daysOff ?? [],
  capacity: row.capacity,
  load: row.load,
});
