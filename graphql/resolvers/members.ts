import { Authorized, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Platform } from '../../src/app/ports/chat-event';
import type { DeskContext } from '../context';
import { globalIdOrNull, uuidOf } from '../global-id';
import { MemberNode } from '../types/desk';
import { PlatformEnum, STAFF } from '../types/enums';

/** How people are told apart who are called alike. */
@Resolver(() => MemberNode)
export class MembersResolver {
  @Authorized(STAFF)
  @FieldResolver(() => [PlatformEnum], {
    description: 'Where the desk knows them from; none: from nowhere yet, or linked to another.',
  })
  async platforms(
    @Root() member: MemberNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<readonly Platform[]> {
    return (await loaders.presence(uuidOf('Member', member.id)))?.platforms ?? [];
  }

  @Authorized(STAFF)
  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'The member with whom they are one, and who stays of the two; null: they are not linked to another. Who is linked is offered for nothing.',
  })
  async linkedToId(
    @Root() member: MemberNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<string | null> {
    const presence = await loaders.presence(uuidOf('Member', member.id));
    return globalIdOrNull('Member', presence?.linkedTo ?? null);
  }
}
