import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { checkAsOf } from '../../src/app/metrics/measure';
import { definitionOf } from '../../src/app/metrics/measures';
import type { HealthReaders } from '../../src/app/ports/health';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { CustomerNode } from '../types/desk';
import { STAFF } from '../types/enums';
import {
  AccountHealthNode,
  AccountStanding,
  accountHealthNode,
  HealthArgs,
  HealthFactArgs,
  HealthPartArgs,
  HealthPartNode,
} from '../types/health';
import { type MeasuredFact, MeasuredFactConnection, measuredFact } from '../types/measure';

const weighed = async (
  customer: CustomerNode,
  args: HealthArgs,
  { loaders, now }: DeskContext,
): Promise<AccountHealthNode> => {
  const asOf = args.asOf ?? now;
  checkAsOf(asOf, now);
  const customerId = uuidOf('Customer', customer.id);
  const isNow = (args.asOf ?? null) === null;
  const health = await loaders.health(customerId, args.asOf ?? null, now);
  const definition = definitionOf('ACCOUNT_HEALTH', 'CALENDAR');
  return accountHealthNode(health, { customerId, asOf, isNow }, definition);
};

/** How a customer fares. */
@Resolver(() => CustomerNode)
export class CustomerHealthResolver {
  @Authorized(STAFF)
  @FieldResolver(() => AccountHealthNode, {
    description:
      'How this account fares, by facts alone, each part with what it cost. The worst first: `measures` with ACCOUNT_HEALTH, grouped by CUSTOMER.',
  })
  health(
    @Root() customer: CustomerNode,
    @Args(() => HealthArgs) args: HealthArgs,
    @Ctx() context: DeskContext,
  ): Promise<AccountHealthNode> {
    return weighed(customer, args, context);
  }

  @Authorized(STAFF)
  @FieldResolver(() => HealthPartNode, {
    description: 'One part of `health`, for what stands behind it.',
  })
  async healthPart(
    @Root() customer: CustomerNode,
    @Args(() => HealthPartArgs) args: HealthPartArgs,
    @Ctx() context: DeskContext,
  ): Promise<HealthPartNode> {
    const { parts } = await weighed(customer, args, context);
    const part = parts.find((one) => one.part === args.part);
    if (part === undefined) throw new TypeError('Every part is told.');
    return part;
  }

  @Authorized(STAFF)
  @FieldResolver(() => AccountStanding, {
    nullable: true,
    description: 'The same as it was last counted, which costs nothing; null: not counted yet.',
  })
  standing(
    @Root() customer: CustomerNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<AccountStanding | null> {
    return loaders.standing(uuidOf('Customer', customer.id));
  }
}

/** What stands behind a part of it. */
@Resolver(() => HealthPartNode)
export class HealthPartResolver {
  constructor(private readonly readers: HealthReaders) {}

  @Authorized(STAFF)
  @FieldResolver(() => MeasuredFactConnection, {
    description:
      'What the part is made of, oldest first, each with its ticket; of EARLY_WARNINGS the warnings, of WAITING_LONGEST what waits.',
  })
  async facts(
    @Root() { customerId, part, asOf, isNow, lost }: HealthPartNode,
    @Args(() => HealthFactArgs) args: HealthFactArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<MeasuredFact>> {
    const question = { customerId, part, onlyCostly: args.costly === true, asOf, isNow };
    const slice = sliceOf('fact', args);
    // Of what costs nothing, or is too few to say anything, nothing costs points.
    if (args.costly === true && (lost ?? 0) === 0)
      return connectionOf('fact', { rows: [], hasNext: false, hasPrevious: false }, measuredFact);
    const page = await this.readers.healthFacts(context.principal.tenantId, question, slice);
    return connectionOf('fact', page, measuredFact);
  }
}
