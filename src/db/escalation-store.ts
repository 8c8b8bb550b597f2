import type {
  Assignment,
  EscalateOn,
  EscalationEnd,
  EscalationStore,
  KeptPath,
  KeptStep,
  OpenEscalation,
  PathDraft,
} from '../app/ports/escalations';
import type { Asking } from '../domain/escalation-path';
import { stored } from './shelf';
import type { Desk } from './shelves';

interface LevelRow {
  readonly level: number;
  readonly name: string;
  readonly acceptMin: number;
  readonly ownerId: string | null;
  readonly steps: readonly {
    readonly memberId: string | null;
    readonly groupId: string | null;
    readonly memberIds: readonly string[];
  }[];
}

interface RuleRow {
  readonly fallbackId: string | null;
  readonly assignment: Assignment | null;
  readonly escalateOn: EscalateOn | null;
  readonly lastAssignedId: string | null;
}

const LEVELS = `select level.level, level.name, level.accept_min as "acceptMin",
    level.owner_id as "ownerId", coalesce((
      select jsonb_agg(jsonb_build_object('memberId', step.member_id, 'groupId', step.group_id,
        'memberIds', coalesce((
          select jsonb_agg(person.member_id order by person.member_id)
          from member_group_person person
          where person.tenant_id = step.tenant_id and person.group_id = step.group_id
        ), '[]'::jsonb)) order by step.position)
      from queue_level_step step where step.tenant_id = level.tenant_id
        and step.queue_id = level.queue_id and step.level = level.level
    ), '[]'::jsonb) as steps
  from queue_level level where level.tenant_id = $1 and level.queue_id = $2 order by level.level`;

const stepsOf = ({ ownerId, steps }: LevelRow): readonly KeptStep[] => {
  const owner: KeptStep[] = ownerId === null ? [] : [{ kind: 'member', memberId: ownerId }];
  return owner.concat(
    steps.flatMap(({ memberId, groupId, memberIds }): KeptStep[] => {
      if (memberId !== null) return [{ kind: 'member', memberId }];
      return groupId === null ? [] : [{ kind: 'group', groupId, memberIds }];
    }),
  );
};

/** Escalation paths and the escalations nobody has accepted yet, of one tenant. */
export class SqlEscalationStore implements EscalationStore {
  constructor(private readonly desk: Desk) {}

  async path(queueId: string): Promise<KeptPath | null> {
    const [rule] = await this.rows<RuleRow>(
      `select rule.fallback_id as "fallbackId", rule.assignment,
         rule.escalate_on as "escalateOn", rule.last_assigned_id as "lastAssignedId"
       from queue left join queue_rule rule
         on rule.tenant_id = queue.tenant_id and rule.queue_id = queue.id
       where queue.tenant_id = $1 and queue.id = $2`,
      [queueId],
    );
    if (rule === undefined) return null;
    const levels = await this.rows<LevelRow>(LEVELS, [queueId]);
    return {
      queueId,
      fallbackId: rule.fallbackId,
      assignment: rule.assignment ?? 'BY_HAND',
      escalateOn: rule.escalateOn ?? 'NEVER',
      lastAssignedId: rule.lastAssignedId,
      levels: levels.map((row) => ({
        level: row.level,
        name: row.name,
        acceptMin: row.acceptMin,
        steps: stepsOf(row),
      })),
    };
  }

  async savePath(queueId: string, path: PathDraft): Promise<void> {
    await this.rows(
      `insert into queue_rule (tenant_id, queue_id, fallback_id, assignment, escalate_on)
       values ($1, $2, $3, $4, $5)
       on conflict on constraint queue_rule_pkey do update set fallback_id = excluded.fallback_id,
         assignment = excluded.assignment, escalate_on = excluded.escalate_on`,
      [queueId, path.fallbackId, path.assignment, path.escalateOn],
    );
    await this.rows('delete from queue_level_step where tenant_id = $1 and queue_id = $2', [
      queueId,
    ]);
    await this.rows('delete from queue_level where tenant_id = $1 and queue_id = $2', [queueId]);
    for (const [index, { name, acceptMin, steps }] of path.levels.entries()) {
      const ownerId = steps[0]?.memberId ?? null;
      await this.rows(
        `insert into queue_level (tenant_id, queue_id, level, name, owner_id, accept_min)
         values ($1, $2, $3, $4, $5, $6)`,
        [queueId, index + 1, stored(name, false), ownerId, acceptMin],
      );
      const others = ownerId === null ? steps : steps.slice(1);
      await this.rows(
        `insert into queue_level_step (tenant_id, queue_id, level, position, member_id, group_id)
         select $1::uuid, $2::uuid, $3::integer, step.position, step.member_id, step.group_id
         from unnest($4::uuid[], $5::uuid[]) with ordinality as step (member_id, group_id, position)`,
        [
          queueId,
          index + 1,
          others.map(({ memberId }) => memberId),
          others.map(({ groupId }) => groupId),
        ],
      );
    }
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
