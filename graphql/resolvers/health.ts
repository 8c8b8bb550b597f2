import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { checkAsOf } from '../../src/app/metrics/measure';
import { definitionOf } from '../../src/app/metrics/measures';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { CustomerNode } from '../types/desk';
import { STAFF } from '../types/enums';
import { AccountHealthNode, accountHealthNode, HealthArgs } from '../types/health';

/** How a customer fares. */
@Resolver(() => CustomerNode)
export class CustomerHealthResolver {
  @Authorized(STAFF)
  @FieldResolver(() => AccountHealthNode, {
    description:
      'How this account fares, by facts alone, each part with what it cost. The worst first: `measures` with ACCOUNT_HEALTH, grouped by CUSTOMER.',
  })
  async health(
    @Root() customer: CustomerNode,
    @Args(() => HealthArgs) args: HealthArgs,
    @Ctx() { loaders, now }: DeskContext,
  ): Promise<AccountHealthNode> {
    const asOf = args.asOf ?? now;
    checkAsOf(asOf, now);
    const health = await loaders.health(uuidOf('Customer', customer.id), args.asOf ?? null, now);
    return accountHealthNode(health, asOf, definitionOf('ACCOUNT_HEALTH', 'CALENDAR'));
  }
}
