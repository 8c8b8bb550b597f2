import { IsBoolean, IsOptional } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import { completeRecoveryIn } from '../../src/app/feedback/recovery';
import type { Readers } from '../../src/app/ports/readers';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, PageArgs } from '../types/connection';
import { STAFF } from '../types/enums';
import {
  CompleteRecoveryTaskInput,
  CompleteRecoveryTaskPayload,
  RatingConnection,
  type RatingNode,
  RecoveryTaskConnection,
  type RecoveryTaskNode,
  ratingNode,
  recoveryTaskNode,
} from '../types/feedback';

@ArgsType()
class RecoveryListArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'Only those not made good yet.' })
  @IsOptional()
  @IsBoolean()
  onlyOpen?: boolean | null;
}

/** What customers think of it, and what that asks of the team. */
@Resolver()
export class FeedbackResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(STAFF)
  @Query(() => RatingConnection, {
    description: 'Ratings asked for, newest first; the unanswered ones too.',
  })
  async ratings(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<RatingNode>> {
    const slice = sliceOf('rating', args);
    const page = await this.readers.ratings(context.principal.tenantId, slice);
    return connectionOf('rating', page, ratingNode);
  }

  @Authorized(STAFF)
  @Query(() => RecoveryTaskConnection, {
    description: 'What bad ratings ask of the team, newest first.',
  })
  async recoveryTasks(
    @Args(() => RecoveryListArgs) args: RecoveryListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<RecoveryTaskNode>> {
    const slice = sliceOf('recovery', args);
    const { tenantId } = context.principal;
    const page = await this.readers.recoveryTasks(tenantId, args.onlyOpen ?? false, slice);
    return connectionOf('recovery', page, recoveryTaskNode);
  }

  @Authorized(STAFF)
  @Mutation(() => CompleteRecoveryTaskPayload, {
    description: 'Says that a bad rating was made good.',
  })
  async completeRecoveryTask(
    @Arg('input', () => CompleteRecoveryTaskInput, { description: 'What was done.' })
    input: CompleteRecoveryTaskInput,
    @Ctx() context: DeskContext,
  ): Promise<CompleteRecoveryTaskPayload> {
    const taskId = uuidOf('RecoveryTask', input.taskId);
    const { actor, tenantId } = context.principal;
    const done = { actor, taskId, outcome: input.outcome ?? '' };
    const { errors, replayed } = await this.run.once(
      context,
      'completeRecoveryTask',
      input,
      taskId,
      async (tx, now) => {
        await completeRecoveryIn(tx, done, now);
        return { subjectId: taskId };
      },
    );
    const [task = null] = await this.readers.recoveryTasksById(tenantId, [taskId]);
    return { errors, replayed, task: task === null ? null : recoveryTaskNode(task) };
  }
}
