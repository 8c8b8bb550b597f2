import type { Duty, Group, RosterStore } from '../app/ports/roster';
import type { Colleague } from '../domain/escalation-path';
import {
  COLLEAGUES,
  type ColleagueRow,
  colleagueOf,
  type DutyRow,
  GROUPS,
  shiftOf,
} from './people-on-duty';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** Groups, shifts and what everybody has on their desk, of one tenant. */
export class SqlRosterStore implements RosterStore {
  constructor(private readonly desk: Desk) {}

  async colleagues(memberIds: readonly string[]): Promise<readonly Colleague[]> {
    return (await this.rows<ColleagueRow>(COLLEAGUES, [[...memberIds]])).map(colleagueOf);
  }

  async serialiseAssignment(): Promise<void> {
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:assignment`,
    ]);
  }

  groups(): Promise<readonly Group[]> {
    return this.rows<Group>(`${GROUPS} order by member_group.name, member_group.id`, []);
  }

  async group(groupId: string): Promise<Group | null> {
    const [group] = await this.rows<Group>(`${GROUPS} and member_group.id = $2`, [groupId]);
    return group ?? null;
  }

  async groupNamed(name: string): Promise<Group | null> {
    const [group] = await this.rows<Group>(`${GROUPS} and member_group.name = $2`, [
      stored(name, false),
    ]);
    return group ?? null;
  }

  async removeGroup(groupId: string): Promise<boolean> {
    await this.rows('delete from member_group_person where tenant_id = $1 and group_id = $2', [
      groupId,
    ]);
    const { affected } = await this.desk.sql(
      `delete from member_group where tenant_id = $1 and id = $2 and not exists (
         select 1 from queue_level_step step where step.tenant_id = $1 and step.group_id = $2)`,
      [this.desk.tenantId, groupId],
    );
    return affected === 1;
  }

  async saveGroup({ id, name, memberIds }: Group): Promise<boolean> {
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:group-names`,
    ]);
    const { affected } = await this.desk.sql(
      `insert into member_group (tenant_id, id, name)
       select $1::uuid, $2::uuid, $3::text where not exists (
         select 1 from member_group other
         where other.tenant_id = $1 and other.name = $3 and other.id <> $2)
       on conflict on constraint member_group_pkey do update set name = excluded.name`,
      [this.desk.tenantId, id, stored(name, false)],
    );
    if (affected === 0) return false;
    await this.rows('delete from member_group_person where tenant_id = $1 and group_id = $2', [id]);
    await this.rows(
      `insert into member_group_person (tenant_id, group_id, member_id)
       select distinct $1::uuid, $2::uuid, member_id from unnest($3::uuid[]) as member_id`,
      [id, [...memberIds]],
    );
    return true;
  }

  async duty(memberId: string): Promise<Duty | null> {
    const [row] = await this.rows<DutyRow>(
      `select member_id as "memberId", zone, opening, capacity, days_off as "daysOff"
       from member_duty where tenant_id = $1 and member_id = $2`,
      [memberId],
    );
    if (row === undefined) return null;
    const { capacity, daysOff } = row;
    return { memberId, shift: shiftOf(row), capacity, daysOff: daysOff ?? [] };
  }

  async saveDuty({ memberId, shift, daysOff, capacity }: Duty): Promise<void> {
    await this.rows(
      `insert into member_duty (tenant_id, member_id, zone, opening, days_off, capacity)
       values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint member_duty_pkey do update set zone = excluded.zone,
         opening = excluded.opening, days_off = excluded.days_off, capacity = excluded.capacity`,
      [
        memberId,
        shift?.zone ?? null,
        stored(shift?.opening ?? null, true),
        stored(daysOff, true),
        capacity,
      ],
    );
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
