import type { KeptLevel, KeptPath, KeptStep } from '../app/ports/escalations';

interface KeptLevelRow extends Omit<KeptLevel, 'steps'> {
  readonly ownerId: string | null;
  readonly steps: readonly {
    readonly memberId: string | null;
    readonly groupId: string | null;
    readonly memberIds: readonly string[];
  }[];
}

export interface PathRow extends Omit<KeptPath, 'levels'> {
  readonly levels: readonly KeptLevelRow[];
}

/** The paths of the queues $2 of the tenant $1. */
export const PATHS = `
  select queue.id as "queueId", rule.fallback_id as "fallbackId",
    coalesce(rule.assignment, 'BY_HAND') as assignment,
    coalesce(rule.escalate_on, 'NEVER') as "escalateOn",
    rule.last_assigned_id as "lastAssignedId", coalesce(rule.version, 0) as version, coalesce((
      select jsonb_agg(jsonb_build_object('level', level.level, 'name', level.name,
        'acceptMin', level.accept_min, 'ownerId', level.owner_id, 'steps', coalesce((
          select jsonb_agg(jsonb_build_object('memberId', step.member_id, 'groupId', step.group_id,
            'memberIds', coalesce((
              select jsonb_agg(person.member_id order by person.member_id)
              from member_group_person person
              where person.tenant_id = step.tenant_id and person.group_id = step.group_id
            ), '[]'::jsonb)) order by step.position)
          from queue_level_step step where step.tenant_id = level.tenant_id
            and step.queue_id = level.queue_id and step.level = level.level
        ), '[]'::jsonb)) order by level.level)
      from queue_level level
      where level.tenant_id = queue.tenant_id and level.queue_id = queue.id
    ), '[]'::jsonb) as levels
  from queue left join queue_rule rule
    on rule.tenant_id = queue.tenant_id and rule.queue_id = queue.id
  where queue.tenant_id = $1::uuid and queue.id = any($2::uuid[])`;

const stepsOf = ({ ownerId, steps }: KeptLevelRow): readonly KeptStep[] => {
  const owner: KeptStep[] = ownerId === null ? [] : [{ kind: 'member', memberId: ownerId }];
  return owner.concat(
    steps.flatMap(({ memberId, groupId, memberIds }): KeptStep[] => {
      if (memberId !== null) return [{ kind: 'member', memberId }];
      return groupId === null ? [] : [{ kind: 'group', groupId, memberIds }];
    }),
  );
};

/** A path as it is kept: the owner of a level is whoever is asked first. */
export const pathOf = ({ levels, ...path }: PathRow): KeptPath => ({
  ...path,
  levels: levels.map((row) => ({
    level: row.level,
    name: row.name,
    acceptMin: row.acceptMin,
    steps: stepsOf(row),
  })),
});
