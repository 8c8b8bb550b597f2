import type {
  EscalationEnd,
  EscalationStore,
  KeptPath,
  OpenEscalation,
  PathDraft,
} from '../app/ports/escalations';
import type { Asking } from '../domain/escalation-path';
import { PATHS, type PathRow, pathOf } from './paths';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** Escalation paths and the escalations nobody has accepted yet, of one tenant. */
export class SqlEscalationStore implements EscalationStore {
  constructor(private readonly desk: Desk) {}

  async path(queueId: string): Promise<KeptPath | null> {
    const rows = await this.rows<PathRow>(PATHS, [[queueId]]);
    const [path] = rows.map(pathOf);
    return path ?? null;
  }

  async savePath(queueId: string, path: PathDraft, version: number, now: Date): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into queue_rule
         (tenant_id, queue_id, fallback_id, assignment, escalate_on, version, assign_at)
       values ($1, $2, $3, $4, $5, $6::integer + 1, $7)
       on conflict on constraint queue_rule_pkey do update set fallback_id = excluded.fallback_id,
         assignment = excluded.assignment, escalate_on = excluded.escalate_on,
         version = excluded.version, assign_at = excluded.assign_at
       where queue_rule.version = $6::integer`,
      [
        this.desk.tenantId,
        queueId,
        path.fallbackId,
        path.assignment,
        path.escalateOn,
        version,
        path.assignment === 'BY_HAND' ? null : now,
      ],
    );
    if (affected === 0) return false;
    await this.rows('delete from queue_level_step where tenant_id = $1 and queue_id = $2', [
      queueId,
    ]);
    await this.rows('delete from queue_level where tenant_id = $1 and queue_id = $2', [queueId]);
    for (const { level, name, acceptMin, steps } of path.levels) {
      const ownerId = steps[0]?.memberId ?? null;
      await this.rows(
        `insert into queue_level (tenant_id, queue_id, level, name, owner_id, accept_min)
         values ($1, $2, $3, $4, $5, $6)`,
        [queueId, level, stored(name, false), ownerId, acceptMin],
      );
      const others = ownerId === null ? steps : steps.slice(1);
      await this.rows(
        `insert into queue_level_step (tenant_id, queue_id, level, position, member_id, group_id)
         select $1::uuid, $2::uuid, $3::integer, step.position, step.member_id, step.group_id
         from unnest($4::uuid[], $5::uuid[]) with ordinality as step (member_id, group_id, position)`,
        [
          queueId,
          level,
          others.map(({ memberId }) => memberId),
          others.map(({ groupId }) => groupId),
        ],
      );
    }
    return true;
  }

  async lookAgainAt(queueId: string, at: Date): Promise<void> {
    await this.rows(
      `update queue_rule set assign_at = $3
       where tenant_id = $1 and queue_id = $2 and assignment <> 'BY_HAND'`,
      [queueId, at],
    );
  }

  async markEscalated(clockId: string, at: Date): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into clock_escalation (tenant_id, clock_id, at) values ($1, $2, $3)
       on conflict on constraint clock_escalation_pkey do nothing`,
      [this.desk.tenantId, clockId, at],
    );
    return affected === 1;
  }

  async rememberTurn(queueId: string, memberId: string): Promise<void> {
    await this.rows(
      `insert into queue_rule (tenant_id, queue_id, last_assigned_id) values ($1, $2, $3)
       on conflict on constraint queue_rule_pkey do update
         set last_assigned_id = excluded.last_assigned_id`,
      [queueId, memberId],
    );
  }

  async openOf(ticketId: string): Promise<OpenEscalation | null> {
    const [open] = await this.rows<OpenEscalation>(
      `select ${this.desk.shelves.escalation.list()} from escalation
       where tenant_id = $1 and ticket_id = $2 and ended_at is null`,
      [ticketId],
    );
    return open ?? null;
  }

  async insert(escalation: OpenEscalation): Promise<void> {
    const { text, params } = this.desk.shelves.escalation.insert({
      ...escalation,
      memberIds: [...escalation.memberIds],
      passed: [...escalation.passed],
      tenantId: this.desk.tenantId,
    });
    await this.desk.sql(text, params);
  }

  async askOthers(escalationId: string, asking: Asking): Promise<void> {
    await this.rows(
      `update escalation set level = $3, member_ids = $4, passed = $5, is_fallback = $6,
         asked_at = $7, due_at = $8
       where tenant_id = $1 and id = $2 and ended_at is null`,
      [
        escalationId,
        asking.level,
        [...asking.memberIds],
        [...asking.passed],
        asking.isFallback,
        asking.askedAt,
        asking.dueAt,
      ],
    );
  }

  async end(
    escalationId: string,
    end: EscalationEnd,
    memberId: string | null,
    at: Date,
  ): Promise<void> {
    await this.rows(
      `update escalation set ended_at = $5, outcome = $3, accepted_by = $4
       where tenant_id = $1 and id = $2 and ended_at is null`,
      [escalationId, end, memberId, at],
    );
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
