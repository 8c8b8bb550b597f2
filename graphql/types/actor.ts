import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import type { Actor } from '../../src/domain/actor';
import type { Author } from '../../src/domain/ticket';
import { globalId } from '../global-id';

@ObjectType({ description: 'A person on our side.', simpleResolvers: true })
export class MemberActor {
  @Field(() => ID, { description: 'The member.' })
  memberId: string;

  @Field(() => String, { description: 'Name at that time.' })
  name: string;
}

@ObjectType({ description: "A person on the customer's side.", simpleResolvers: true })
export class ContactActor {
  @Field(() => ID, { description: 'The contact.' })
  contactId: string;

  @Field(() => String, { description: 'Name at that time.' })
  name: string;
}

@ObjectType({ description: 'A program with an API token of its own.', simpleResolvers: true })
export class TokenActor {
  @Field(() => ID, { description: 'The token.' })
  tokenId: string;

  @Field(() => String, { description: 'Name of the token.' })
  name: string;
}

@ObjectType({ description: 'The desk itself.', simpleResolvers: true })
export class SystemActor {
  @Field(() => String, { description: 'Which part of the desk.' })
  name: string;
}

@ObjectType({ description: 'A bot in the channel.', simpleResolvers: true })
export class BotActor {
  @Field(() => String, { description: 'Name it posts under.' })
  name: string;
}

@ObjectType({ description: 'Somebody the desk knows nothing of.', simpleResolvers: true })
export class StrangerActor {
  @Field(() => String, { description: 'Name the platform gave.' })
  name: string;
}

export type AnyActor =
  | (MemberActor & { readonly kind: 'member' })
  | (ContactActor & { readonly kind: 'contact' })
  | (TokenActor & { readonly kind: 'token' })
  | (SystemActor & { readonly kind: 'system' })
  | (BotActor & { readonly kind: 'bot' })
  | (StrangerActor & { readonly kind: 'stranger' });

const CLASSES = {
  member: MemberActor,
  contact: ContactActor,
  token: TokenActor,
  system: SystemActor,
  bot: BotActor,
  stranger: StrangerActor,
} as const;

export const ActorUnion = createUnionType({
  name: 'Actor',
  description: 'Who did or wrote something.',
  types: () =>
    [MemberActor, ContactActor, TokenActor, SystemActor, BotActor, StrangerActor] as const,
  resolveType: (value) => ('kind' in value && isKind(value.kind) ? CLASSES[value.kind] : undefined),
});

const isKind = (kind: unknown): kind is keyof typeof CLASSES =>
  typeof kind === 'string' && kind in CLASSES;

/** The author of a message, in the words of the Actor union. */
export const authorNode = (author: Author): AnyActor => {
  switch (author.kind) {
    case 'contact':
      return { kind: 'contact', contactId: globalId('Contact', author.id), name: author.name };
    case 'member':
      return { kind: 'member', memberId: globalId('Member', author.id), name: author.name };
    case 'bot':
      return { kind: 'bot', name: author.name };
    default:
      return author satisfies never;
  }
};

/** An actor as the API shows it: without role or standing, which may have changed since. */
export const actorNode = (actor: Actor): AnyActor => {
  const { kind, name } = actor;
  switch (kind) {
    case 'member':
      return { kind, memberId: globalId('Member', actor.memberId), name };
    case 'contact':
      return { kind, contactId: globalId('Contact', actor.contactId), name };
    case 'token':
      return { kind, tokenId: globalId('ApiToken', actor.tokenId), name };
    case 'system':
    case 'stranger':
      return { kind, name };
    default:
      return kind satisfies never;
  }
};
