import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { askForDigestIn, setDigestIn, stopDigestIn } from '../../src/app/digest/change-digest';
import type { Readers } from '../../src/app/ports/readers';
import type { Tx } from '../../src/app/ports/store';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import {
  DigestNode,
  digestNode,
  SetDigestInput,
  SetDigestPayload,
  StopDigestInput,
  StopDigestPayload,
  TellDigestInput,
  TellDigestPayload,
} from '../types/digest';
import { LEADS } from '../types/enums';

/** What supervisors are told in chat, and when. */
@Resolver()
export class DigestsResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(LEADS)
  @Query(() => [DigestNode], {
    description: 'The digests that are told; at most one of each period.',
  })
  async digests(@Ctx() context: DeskContext): Promise<DigestNode[]> {
    return (await this.readers.digests(context.principal.tenantId)).map(digestNode);
  }

  @Authorized(LEADS)
  @Mutation(() => SetDigestPayload, { description: 'Tells a digest in a room from now on.' })
  async setDigest(
    @Arg('input', () => SetDigestInput, { description: 'What, where and when.' })
    input: SetDigestInput,
    @Ctx() context: DeskContext,
  ): Promise<SetDigestPayload> {
    const { actor, tenantId } = context.principal;
    const zone = input.zone ?? (await this.readers.settings(tenantId)).zone;
    const { period, hour, weekdays } = input;
    const channelId = uuidOf('Channel', input.channelId);
    const wish = { period, hour, weekdays, zone, channelId };
    return this.change(context, 'setDigest', input, (tx, now) => setDigestIn(tx, actor, wish, now));
  }

  @Authorized(LEADS)
  @Mutation(() => StopDigestPayload, { description: 'Tells a digest no more.' })
  stopDigest(
    @Arg('input', () => StopDigestInput, { description: 'Which.' }) input: StopDigestInput,
    @Ctx() context: DeskContext,
  ): Promise<StopDigestPayload> {
    const { actor } = context.principal;
    return this.change(context, 'stopDigest', input, (tx) => stopDigestIn(tx, actor, input.period));
  }

  @Authorized(LEADS)
  @Mutation(() => TellDigestPayload, {
    description: 'Tells the last day or week at once, beside what the schedule tells.',
  })
  tellDigest(
    @Arg('input', () => TellDigestInput, { description: 'Which.' }) input: TellDigestInput,
    @Ctx() context: DeskContext,
  ): Promise<TellDigestPayload> {
    const { actor } = context.principal;
    return this.change(context, 'tellDigest', input, (tx, now) =>
      askForDigestIn(tx, actor, input.period, now),
    );
  }

  private async change(
    context: DeskContext,
    name: string,
    input: StopDigestInput,
    work: (tx: Tx, now: Date) => Promise<unknown>,
  ): Promise<StopDigestPayload> {
    const { errors, replayed } = await this.run.perform(
      context,
      name,
      input,
      null,
      async (tx, now) => {
        await work(tx, now);
        return {};
      },
    );
    const stands = await this.digests(context);
    return {
      errors,
      replayed,
      digest: stands.find(({ period }) => period === input.period) ?? null,
    };
  }
}
