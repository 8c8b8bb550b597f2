import { Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { memberIdOf } from '../../src/domain/actor';
import type { DeskContext } from '../context';
import { memberNode } from '../types/desk';
import { TEAM } from '../types/enums';
import { ViewerNode } from '../types/viewer';

/** Who am I, and what may I do? */
@Resolver()
export class ViewerResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => ViewerNode, { description: 'Whoever asks, and what they may do.' })
  async viewer(@Ctx() { principal }: DeskContext): Promise<ViewerNode> {
    const { tenantId, actor, role, scopes, expiresAt } = principal;
    const memberId = memberIdOf(actor);
    const [{ name, zone }, [member = null]] = await Promise.all([
      this.readers.settings(tenantId),
      memberId === null ? [] : this.readers.membersById(tenantId, [memberId]),
    ]);
    return {
      name: actor.name,
      member: member === null ? null : memberNode(member),
      role,
      scopes,
      expiresAt,
      tenant: { name, zone },
    };
  }
}
