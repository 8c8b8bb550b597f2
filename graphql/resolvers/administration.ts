import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { changeChannelIn } from '../../src/app/admin/change-channel';
import { setLoginIn } from '../../src/app/admin/change-login';
import { changeMemberIn } from '../../src/app/admin/change-member';
import { changeQueueIn, createQueueIn } from '../../src/app/admin/change-queue';
import { changeSettingsIn } from '../../src/app/admin/change-settings';
import type { Desk } from '../../src/app/desk';
import type { Readers } from '../../src/app/ports/readers';
import type { Administered, AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { type IdType, uuidOf, uuidOrNull } from '../global-id';
import {
  CreateQueueInput,
  SetMemberLoginInput,
  UpdateChannelInput,
  UpdateMemberInput,
  UpdateQueueInput,
  UpdateSettingsInput,
} from '../types/admin-inputs';
import {
  CreateQueuePayload,
  type QueuePayload,
  SetMemberLoginPayload,
  SettingsNode,
  settingsNode,
  UpdateChannelPayload,
  UpdateMemberPayload,
  UpdateQueuePayload,
  UpdateSettingsPayload,
} from '../types/admin-payloads';
import { channelNode, memberNode, queueNode } from '../types/desk';
import { ADMINS, LEADS } from '../types/enums';

const INPUT = { description: 'What to change.' } as const;

/** Absent stays absent, null stays null: they mean different things in a patch. */
const patched = (type: IdType, id: string | null | undefined): string | null | undefined =>
  id === undefined ? undefined : uuidOrNull(type, id);

const first = <Row, Node>(rows: readonly (Row | null)[], node: (row: Row) => Node): Node | null => {
  const [row = null] = rows;
  return row === null ? null : node(row);
};

/** Changes of the desk itself: people, rooms, queues, settings. */
@Resolver()
export class AdministrationResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
    private readonly desk: Pick<Desk, 'newId'>,
  ) {}

  @Authorized(LEADS)
  @Query(() => SettingsNode, { description: 'What holds for the whole desk.' })
  async settings(@Ctx() context: DeskContext): Promise<SettingsNode> {
    return settingsNode(await this.readers.settings(context.principal.tenantId));
  }

  @Authorized(ADMINS)
  @Mutation(() => UpdateMemberPayload, { description: 'Changes what a member may do.' })
  async updateMember(
    @Arg('input', () => UpdateMemberInput, INPUT) input: UpdateMemberInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateMemberPayload> {
    const memberId = uuidOf('Member', input.memberId);
    const { actor, tenantId } = context.principal;
    const done = await this.run.perform(
      context,
      'updateMember',
      input,
      memberId,
      async (tx, now) => {
        const { role = null, active = null } = input;
        const queueIds = input.queueIds?.map((id) => uuidOf('Queue', id)) ?? null;
        await changeMemberIn(tx, actor, { memberId, role, active, queueIds }, now);
        return { subjectId: memberId };
      },
    );
    const found = await this.readers.membersById(tenantId, idsOf(done));
    return { ...said(done), member: first(found, memberNode) };
  }

  @Authorized(ADMINS)
  @Mutation(() => SetMemberLoginPayload, {
    description:
      'Says by what a member signs in with their company’s account. The first account that comes with an address is the member from then on, until this is said anew; an account that is named is the member at once.',
  })
  async setMemberLogin(
    @Arg('input', () => SetMemberLoginInput, INPUT) input: SetMemberLoginInput,
    @Ctx() context: DeskContext,
  ): Promise<SetMemberLoginPayload> {
    const memberId = uuidOf('Member', input.memberId);
    const { email = null, account = null } = input;
    const { actor, tenantId } = context.principal;
    const done = await this.run.perform(context, 'setMemberLogin', input, memberId, async (tx) => {
      await setLoginIn(tx, actor, { memberId, email, account });
      return { subjectId: memberId };
    });
    const found = await this.readers.membersById(tenantId, idsOf(done));
    return { ...said(done), member: first(found, memberNode) };
  }

  @Authorized(LEADS)
  @Mutation(() => UpdateChannelPayload, { description: 'Changes what a channel is for.' })
  async updateChannel(
    @Arg('input', () => UpdateChannelInput, INPUT) input: UpdateChannelInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateChannelPayload> {
    const channelId = uuidOf('Channel', input.channelId);
    const { actor, tenantId } = context.principal;
    const done = await this.run.perform(context, 'updateChannel', input, channelId, async (tx) => {
      await changeChannelIn(tx, actor, {
        channelId,
        intakeMode: input.intakeMode,
        customerId: patched('Customer', input.customerId),
        queueId: patched('Queue', input.queueId),
        kind: input.kind ?? null,
      });
      return { subjectId: channelId };
    });
    const found = await this.readers.channelsById(tenantId, idsOf(done));
    return { ...said(done), channel: first(found, channelNode) };
  }

  @Authorized(LEADS)
  @Mutation(() => CreateQueuePayload, { description: 'Makes a queue.' })
  async createQueue(
    @Arg('input', () => CreateQueueInput, INPUT) input: CreateQueueInput,
    @Ctx() context: DeskContext,
  ): Promise<CreateQueuePayload> {
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'createQueue', input, null, async (tx, now) => {
      const id = this.desk.newId();
      await createQueueIn(tx, actor, { id, name: input.name }, now);
      return { subjectId: id };
    });
    return this.queuePayload(context, done);
  }

  @Authorized(LEADS)
  @Mutation(() => UpdateQueuePayload, { description: 'Changes a queue.' })
  async updateQueue(
    @Arg('input', () => UpdateQueueInput, INPUT) input: UpdateQueueInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateQueuePayload> {
    const queueId = uuidOf('Queue', input.queueId);
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'updateQueue', input, queueId, async (tx, now) => {
      const levels = input.levels?.map(({ name, ownerId }) => ({
        name,
        ownerId: uuidOrNull('Member', ownerId),
      }));
      const triageChannelId = uuidOrNull('Channel', input.triageChannelId);
      const patch = { queueId, name: input.name ?? null, triageChannelId, levels: levels ?? null };
      await changeQueueIn(tx, actor, patch, now);
      return { subjectId: queueId };
    });
    return this.queuePayload(context, done);
  }

  @Authorized(ADMINS)
  @Mutation(() => UpdateSettingsPayload, { description: 'Changes what holds for the whole desk.' })
  async updateSettings(
    @Arg('input', () => UpdateSettingsInput, INPUT) input: UpdateSettingsInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateSettingsPayload> {
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'updateSettings', input, null, async (tx) => {
      await changeSettingsIn(tx, actor, {
        zone: input.zone ?? null,
        defaultIntakeMode: input.defaultIntakeMode ?? null,
        groupingWindowSec: input.groupingWindowSeconds ?? null,
        firstResponseTargetMin: input.firstResponseTargetMinutes ?? null,
        claimLeaseMin: input.claimLeaseMinutes ?? null,
      });
      return {};
    });
    return { ...said(done), settings: await this.settings(context) };
  }

  private async queuePayload(context: DeskContext, done: Administered): Promise<QueuePayload> {
    const found = await this.readers.queuesById(context.principal.tenantId, idsOf(done));
    return { ...said(done), queue: first(found, queueNode) };
  }
}

const idsOf = ({ subjectId }: Administered): readonly string[] =>
  subjectId === null ? [] : [subjectId];

const said = ({ errors, replayed }: Administered) => ({ errors, replayed });
