import { Arg, Authorized, Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { readFirstResponse } from '../../src/app/metrics/read-metrics';
import type { Readers } from '../../src/app/ports/readers';
import type { DeskContext } from '../context';
import { LEADS } from '../types/enums';
import { CountMetric, DurationMetric, MetricsNode, TimeWindowInput } from '../types/metrics';

/** The figures of the desk. */
@Resolver(() => MetricsNode)
export class MetricsResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(LEADS)
  @Query(() => MetricsNode, {
    description: 'The figures of the desk. Only what is asked for is computed.',
  })
  metrics(): MetricsNode {
    return {};
  }

  @Authorized(LEADS)
  @FieldResolver(() => CountMetric, { description: 'Open tickets, now.' })
  async open(@Ctx() context: DeskContext): Promise<CountMetric> {
    return (await context.loaders.backlog(context.now)).open;
  }

  @Authorized(LEADS)
  @FieldResolver(() => CountMetric, { description: 'Tickets whose next step is ours, now.' })
  async waitingOnUs(@Ctx() context: DeskContext): Promise<CountMetric> {
    return (await context.loaders.backlog(context.now)).waitingOnUs;
  }

  @Authorized(LEADS)
  @FieldResolver(() => DurationMetric, {
    description: 'How long customers waited for the first word of a person.',
  })
  firstResponse(
    @Arg('window', () => TimeWindowInput, {
      description: 'Tickets opened in this stretch; at most 400 days.',
    })
    window: TimeWindowInput,
    @Ctx() context: DeskContext,
  ): Promise<DurationMetric> {
    return readFirstResponse(this.readers, context.principal.tenantId, window, context.now);
  }
}
