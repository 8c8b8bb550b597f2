import { Arg, Args, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  forgetIdentityIn,
  type Override,
  overrideIdentityIn,
} from '../../src/app/admin/override-identity';
import type { Desk } from '../../src/app/desk';
import type { ChatPrincipal } from '../../src/app/ports/admin';
import type { Readers } from '../../src/app/ports/readers';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { globalIdOrNull, uuidOf } from '../global-id';
import { memberNode } from '../types/desk';
import { LEADS } from '../types/enums';
import {
  ChatIdentity,
  ChatIdentityArgs,
  ForgetChatIdentityInput,
  ForgetChatIdentityPayload,
  type IdentityInput,
  SetChatIdentityInput,
  SetChatIdentityPayload,
} from '../types/identity';

const INPUT = { description: 'Who, and as what.' } as const;

/** The schema lets exactly one through. */
const overrideOf = ({ memberId, customerId }: IdentityInput): Override => {
  if (typeof memberId === 'string') return { as: 'member', memberId: uuidOf('Member', memberId) };
  if (typeof customerId === 'string')
    return { as: 'contact', customerId: uuidOf('Customer', customerId) };
  return { as: 'ignored' };
};

const principalOf = ({ platform, home, userId }: ChatPrincipal): ChatPrincipal => ({
  platform,
  home: home.trim(),
  userId: userId.trim(),
});

/** The override list of who is who. */
@Resolver()
export class IdentitiesResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
    private readonly desk: Pick<Desk, 'newId'>,
  ) {}

  @Authorized(LEADS)
  @Query(() => ChatIdentity, {
    nullable: true,
    description: 'Whom somebody on a platform stands for; null for somebody who was never met.',
  })
  chatIdentity(
    @Args(() => ChatIdentityArgs) args: ChatIdentityArgs,
    @Ctx() context: DeskContext,
  ): Promise<ChatIdentity | null> {
    return this.identity(context, principalOf(args));
  }

  @Authorized(LEADS)
  @Mutation(() => SetChatIdentityPayload, {
    description: 'Says whom somebody on a platform stands for, before every other rule.',
  })
  async setChatIdentity(
    @Arg('input', () => SetChatIdentityInput, INPUT) input: SetChatIdentityInput,
    @Ctx() context: DeskContext,
  ): Promise<SetChatIdentityPayload> {
    const { actor } = context.principal;
    const who = principalOf(input);
    const override = overrideOf(input.as);
    const done = await this.run.perform(context, 'setChatIdentity', input, null, async (tx) => {
      await overrideIdentityIn(tx, actor, who, override, this.desk.newId);
      return {};
    });
    const { errors, replayed } = done;
    return { identity: await this.identity(context, who), errors, replayed };
  }

  @Authorized(LEADS)
  @Mutation(() => ForgetChatIdentityPayload, {
    description: 'Forgets whom somebody stands for: their next message decides anew.',
  })
  async forgetChatIdentity(
    @Arg('input', () => ForgetChatIdentityInput, INPUT) input: ForgetChatIdentityInput,
    @Ctx() context: DeskContext,
  ): Promise<ForgetChatIdentityPayload> {
    const { actor } = context.principal;
    const who = principalOf(input);
    const done = await this.run.perform(context, 'forgetChatIdentity', input, null, async (tx) => {
      await forgetIdentityIn(tx, actor, who);
      return {};
    });
    const { errors, replayed } = done;
    return { identity: await this.identity(context, who), errors, replayed };
  }

  private async identity(context: DeskContext, who: ChatPrincipal): Promise<ChatIdentity | null> {
    const found = await this.readers.identity(context.principal.tenantId, who);
    if (found === null) return null;
    const { member, contact } = found;
    return {
      ...who,
      member: member === null ? null : memberNode(member),
      contactId: globalIdOrNull('Contact', contact?.id ?? null),
      customerId: globalIdOrNull('Customer', contact?.customerId ?? null),
      ignored: member === null && contact === null,
    };
  }
}
