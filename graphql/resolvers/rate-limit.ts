import { Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { DeskContext } from '../context';
import { TEAM } from '../types/enums';
import { RateLimitNode } from '../types/rate-limit';

/** How much a token may still ask. */
@Resolver()
export class RateLimitResolver {
  @Authorized(TEAM)
  @Query(() => RateLimitNode, {
    nullable: true,
    description: 'How much your token may still ask; this request is counted. Null: no limit.',
  })
  rateLimit(@Ctx() { rate }: DeskContext): RateLimitNode | null {
    return rate;
  }
}
