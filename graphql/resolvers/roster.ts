import {
  Arg,
  Args,
  Authorized,
  Ctx,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { ACCEPT_MIN, changePathIn } from '../../src/app/escalation/change-path';
import { changeDutyIn, keepGroupIn, removeGroupIn } from '../../src/app/escalation/change-roster';
import type { StepDraft } from '../../src/app/ports/escalations';
import type { Readers } from '../../src/app/ports/readers';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { parseGlobalId, uuidOf, uuidOrNull } from '../global-id';
import { intervalsOf } from '../intervals';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, PageArgs } from '../types/connection';
import { MemberNode, memberNode, QueueNode, queueNode } from '../types/desk';
import { LEADS, STAFF, TEAM } from '../types/enums';
import {
  Duty,
  dutyNode,
  EscalationPath,
  escalationPath,
  GroupConnection,
  type GroupNode,
  groupNode,
} from '../types/roster';
import {
  DeleteGroupInput,
  SetDutyInput,
  SetEscalationPathInput,
  SetGroupInput,
} from '../types/roster-inputs';
import {
  DeleteGroupPayload,
  SetDutyPayload,
  SetEscalationPathPayload,
  SetGroupPayload,
} from '../types/roster-payloads';

const INPUT = { description: 'What to keep.' } as const;

const stepOf = (id: string): StepDraft => {
  const named = parseGlobalId(id);
  return named?.type === 'Group'
    ? { memberId: null, groupId: named.uuid }
    : { memberId: uuidOf('Member', id), groupId: null };
};

/** Who is asked together, when people work, and how much they carry. */
@Resolver(() => MemberNode)
export class RosterResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(STAFF)
  @FieldResolver(() => Duty, {
    nullable: true,
    description: 'When they work, how much they carry, and what they have now.',
  })
  async duty(@Root() member: MemberNode, @Ctx() context: DeskContext): Promise<Duty | null> {
    const found = await context.loaders.colleague(uuidOf('Member', member.id));
    return found === null ? null : dutyNode(found, context.now);
  }

  @Authorized(STAFF)
  @Query(() => GroupConnection, { description: 'Groups by name.' })
  async groups(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<GroupNode>> {
    const page = await this.readers.groups(principal.tenantId, sliceOf('group', args));
    return connectionOf('group', page, groupNode);
  }

  @Authorized(LEADS)
  @Mutation(() => SetGroupPayload, {
    description: 'Makes a group of members who are asked together, or says anew who is in it.',
  })
  async setGroup(
    @Arg('input', () => SetGroupInput, INPUT) input: SetGroupInput,
    @Ctx() context: DeskContext,
  ): Promise<SetGroupPayload> {
    const { actor } = context.principal;
    const groupId = uuidOrNull('Group', input.groupId);
    const memberIds = input.memberIds.map((id) => uuidOf('Member', id));
    const said = { groupId, name: input.name, memberIds };
    const done = await this.run.perform(context, 'setGroup', input, groupId, async (tx) => {
      const { id, result } = await keepGroupIn(tx, actor, said);
      return { subjectId: id, result };
    });
    const { errors, replayed, result } = done;
    return { errors, replayed, result, group: await this.group(context, done.subjectId) };
  }

  @Authorized(LEADS)
  @Mutation(() => DeleteGroupPayload, {
    description: 'Dissolves a group that no escalation path asks.',
  })
  async deleteGroup(
    @Arg('input', () => DeleteGroupInput, INPUT) input: DeleteGroupInput,
    @Ctx() context: DeskContext,
  ): Promise<DeleteGroupPayload> {
    const { actor } = context.principal;
    const groupId = uuidOf('Group', input.groupId);
    const done = await this.run.perform(context, 'deleteGroup', input, groupId, async (tx) => {
      await removeGroupIn(tx, actor, groupId);
      return {};
    });
    const { errors, replayed } = done;
    return { errors, replayed, group: await this.group(context, groupId) };
  }

  @Authorized(STAFF)
  @Mutation(() => SetDutyPayload, {
    description:
      'Says when a member works and how much they carry. Everybody says it of themselves, supervisors of everybody.',
  })
  async setDuty(
    @Arg('input', () => SetDutyInput, INPUT) input: SetDutyInput,
    @Ctx() context: DeskContext,
  ): Promise<SetDutyPayload> {
    const { actor, tenantId } = context.principal;
    const memberId = uuidOf('Member', input.memberId);
    const { shift, capacity } = input;
    const daysOff = input.daysOff === null ? [] : input.daysOff;
    const done = await this.run.perform(context, 'setDuty', input, memberId, async (tx) => {
      const said =
        shift === undefined || shift === null
          ? shift
          : { zone: shift.zone, opening: intervalsOf(shift.opening, 'shift') };
      await changeDutyIn(tx, actor, { memberId, shift: said, daysOff, capacity });
      return { subjectId: memberId };
    });
    const { errors, replayed } = done;
    const [member = null] = await this.readers.membersById(tenantId, [memberId]);
    return { errors, replayed, member: member === null ? null : memberNode(member) };
  }

  private async group(context: DeskContext, id: string | null): Promise<GroupNode | null> {
    const ids = id === null ? [] : [id];
    const [found = null] = await this.readers.groupsById(context.principal.tenantId, ids);
    return found === null ? null : groupNode(found);
  }
}

/** What a queue does when a ticket needs somebody, or somebody else. */
@Resolver(() => QueueNode)
export class EscalationPathResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(TEAM)
  @FieldResolver(() => EscalationPath, {
    nullable: true,
    description: 'Whom it asks when a ticket needs somebody else, and how it gives out new ones.',
  })
  async escalation(
    @Root() queue: QueueNode,
    @Ctx() context: DeskContext,
  ): Promise<EscalationPath | null> {
    const path = await context.loaders.path(uuidOf('Queue', queue.id));
    return path === null ? null : escalationPath(path);
  }

  @Authorized(LEADS)
  @Mutation(() => SetEscalationPathPayload, {
    description:
      'Changes a queue’s escalation path, its fall-back, how it gives out new tickets, and when the clock escalates by itself.',
  })
  async setEscalationPath(
    @Arg('input', () => SetEscalationPathInput, INPUT) input: SetEscalationPathInput,
    @Ctx() context: DeskContext,
  ): Promise<SetEscalationPathPayload> {
    const { actor, tenantId } = context.principal;
    const queueId = uuidOf('Queue', input.queueId);
    const { expectedVersion = null, fallbackId } = input;
    const levels = input.levels?.map(({ name, acceptMinutes, askIds }, at) => ({
      level: at + 1,
      name,
      acceptMin: acceptMinutes ?? ACCEPT_MIN,
      steps: askIds.map(stepOf),
    }));
    const patch = {
      queueId,
      expectedVersion,
      levels,
      fallbackId: fallbackId === undefined ? undefined : uuidOrNull('Member', fallbackId),
      assignment: input.assignment ?? undefined,
      escalateOn: input.escalateOn ?? undefined,
    };
    const done = await this.run.perform(
      context,
      'setEscalationPath',
      input,
      queueId,
      async (tx, now) => {
        await changePathIn(tx, actor, patch, now);
        return { subjectId: queueId };
      },
    );
    const { errors, replayed } = done;
    const [queue = null] = await this.readers.queuesById(tenantId, [queueId]);
    return { errors, replayed, queue: queue === null ? null : queueNode(queue) };
  }
}
