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
import { changeLabelIn, createLabelIn } from '../../src/app/admin/change-label';
import type { Desk } from '../../src/app/desk';
import type { Readers } from '../../src/app/ports/readers';
import { labelIn } from '../../src/app/tickets/label-ticket';
import type { Administered, AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import type { MutationRunner } from '../mutation';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { LEADS, TEAM } from '../types/enums';
import {
  AddLabelsInput,
  AddLabelsPayload,
  CreateLabelInput,
  CreateLabelPayload,
  LabelConnection,
  LabelListArgs,
  LabelNode,
  type LabelPayload,
  labelNode,
  RemoveLabelsInput,
  RemoveLabelsPayload,
  UpdateLabelInput,
  UpdateLabelPayload,
} from '../types/label';
import { TicketNode } from '../types/ticket';

const INPUT = { description: 'What to do.' } as const;

/** Words of the desk by which tickets are found and counted. */
@Resolver(() => TicketNode)
export class LabelsResolver {
  constructor(
    private readonly run: MutationRunner,
    private readonly administer: AdminRunner,
    private readonly readers: Readers,
    private readonly desk: Pick<Desk, 'newId'>,
  ) {}

  @Authorized(TEAM)
  @FieldResolver(() => [LabelNode], {
    description: 'Its labels by name, archived ones too; at most 20.',
  })
  async labels(@Root() ticket: TicketNode, @Ctx() { loaders }: DeskContext): Promise<LabelNode[]> {
    return (await loaders.labels(ticket.uuid)).map(labelNode);
  }

  @Authorized(TEAM)
  @Query(() => LabelConnection, { name: 'labels', description: 'The labels of the desk, by name.' })
  async labelList(
    @Args(() => LabelListArgs) args: LabelListArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<LabelNode>> {
    const slice = sliceOf('label', args);
    const page = await this.readers.labelList(principal.tenantId, args.archived ?? null, slice);
    return connectionOf('label', page, labelNode);
  }

  @Authorized(LEADS)
  @Mutation(() => CreateLabelPayload, { description: 'Makes a label.' })
  async createLabel(
    @Arg('input', () => CreateLabelInput, INPUT) input: CreateLabelInput,
    @Ctx() context: DeskContext,
  ): Promise<CreateLabelPayload> {
    const { actor } = context.principal;
    const done = await this.administer.perform(context, 'createLabel', input, null, async (tx) => {
      const id = this.desk.newId();
      await createLabelIn(tx, actor, { id, name: input.name, colour: input.colour ?? 'GREY' });
      return { subjectId: id };
    });
    return this.payload(context, done);
  }

  @Authorized(LEADS)
  @Mutation(() => UpdateLabelPayload, {
    description: 'Renames or recolours a label, archives it, or brings it back.',
  })
  async updateLabel(
    @Arg('input', () => UpdateLabelInput, INPUT) input: UpdateLabelInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateLabelPayload> {
    const { actor } = context.principal;
    const labelId = uuidOf('Label', input.labelId);
    const { name = null, colour = null, archived = null } = input;
    const done = await this.administer.perform(
      context,
      'updateLabel',
      input,
      labelId,
      async (tx, now) => {
        await changeLabelIn(tx, actor, { labelId, name, colour, archived }, now);
        return { subjectId: labelId };
      },
    );
    return this.payload(context, done);
  }

  @Authorized(TEAM)
  @Mutation(() => AddLabelsPayload, {
    description: 'Gives labels to a ticket. What it has already is left.',
  })
  addLabels(
    @Arg('input', () => AddLabelsInput, INPUT) input: AddLabelsInput,
    @Ctx() context: DeskContext,
  ): Promise<AddLabelsPayload> {
    const add = input.labelIds.map((id) => uuidOf('Label', id));
    return this.run.change(context, 'addLabels', input, (tx, request, now) =>
      labelIn(tx, request, { add, remove: [] }, now),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => RemoveLabelsPayload, {
    description: 'Takes labels away from a ticket. What it does not have is left.',
  })
  removeLabels(
    @Arg('input', () => RemoveLabelsInput, INPUT) input: RemoveLabelsInput,
    @Ctx() context: DeskContext,
  ): Promise<RemoveLabelsPayload> {
    const remove = input.labelIds.map((id) => uuidOf('Label', id));
    return this.run.change(context, 'removeLabels', input, (tx, request, now) =>
      labelIn(tx, request, { add: [], remove }, now),
    );
  }

  private async payload(context: DeskContext, done: Administered): Promise<LabelPayload> {
    const { subjectId, errors, replayed } = done;
    const ids = subjectId === null ? [] : [subjectId];
    const [label = null] = await this.readers.labelsById(context.principal.tenantId, ids);
    return { errors, replayed, label: label === null ? null : labelNode(label) };
  }
}
