import { Arg, Args, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { connectTrackerIn, disconnectTrackerIn } from '../../src/app/work-items/connect-tracker';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, PageArgs } from '../types/connection';
import { ADMINS } from '../types/enums';
import {
  ConnectTrackerInput,
  ConnectTrackerPayload,
  DisconnectTrackerInput,
  DisconnectTrackerPayload,
  TrackerConnection,
  type TrackerNode,
  trackerNode,
} from '../types/tracker';

const INPUT = { description: 'Which.' } as const;

/** Who tells this desk what becomes of linked items. */
@Resolver()
export class TrackersResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(ADMINS)
  @Query(() => TrackerConnection, { description: 'Connected trackers, newest first.' })
  async trackers(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<TrackerNode>> {
    const page = await this.readers.trackers(context.principal.tenantId, sliceOf('tracker', args));
    return connectionOf('tracker', page, trackerNode);
  }

  @Authorized(ADMINS)
  @Mutation(() => ConnectTrackerPayload, {
    description: 'Connects a tracker, or gives a connected one another signing key.',
  })
  async connectTracker(
    @Arg('input', () => ConnectTrackerInput, INPUT) input: ConnectTrackerInput,
    @Ctx() context: DeskContext,
  ): Promise<ConnectTrackerPayload> {
    const { kind, site = null, signingKey: secret = null } = input;
    const { actor, tenantId } = context.principal;
    let made: string | null = null;
    const { subjectId, errors, replayed } = await this.run.perform(
      context,
      'connectTracker',
      input,
      null,
      async (tx, now) => {
        const done = await connectTrackerIn(tx, actor, { kind, site, secret }, now);
        made = secret === null ? done.secret : null;
        return { subjectId: done.id, result: done.result };
      },
    );
    const [tracker = null] =
      subjectId === null ? [] : await this.readers.trackersById(tenantId, [subjectId]);
    // Of a change that was rolled back, nothing must be shown.
    const isShown = !replayed && errors.length === 0;
    return {
      tracker: tracker === null ? null : trackerNode(tracker),
      signingKey: isShown ? made : null,
      errors,
      replayed,
    };
  }

  @Authorized(ADMINS)
  @Mutation(() => DisconnectTrackerPayload, {
    description: 'Listens to a tracker no longer; links and what is known stay.',
  })
  async disconnectTracker(
    @Arg('input', () => DisconnectTrackerInput, INPUT) input: DisconnectTrackerInput,
    @Ctx() context: DeskContext,
  ): Promise<DisconnectTrackerPayload> {
    const { actor } = context.principal;
    const subjectId = uuidOf('Tracker', input.trackerId);
    const { errors, replayed } = await this.run.perform(
      context,
      'disconnectTracker',
      input,
      subjectId,
      async (tx) => {
        await disconnectTrackerIn(tx, actor, subjectId);
        return { subjectId };
      },
    );
    return { errors, replayed };
  }
}
