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
  | MemberActor
  | ContactActor
  | TokenActor
  | SystemActor
  | BotActor
  | StrangerActor;

/** Told apart by their class: asking a function for it would make a promise of every author. */
export const ActorUnion = createUnionType({
  name: 'Actor',
  description: 'Who did or wrote something.',
  types: () =>
    [MemberActor, ContactActor, TokenActor, SystemActor, BotActor, StrangerActor] as const,
});

const one = <Kind extends object>(Class: new () => Kind, fields: Kind): Kind =>
  Object.assign(new Class(), fields);

/** The author of a message, in the words of the Actor union. */
export const authorNode = (author: Author): AnyActor => {
  const { name } = author;
  switch (author.kind) {
    case 'contact':
      return one(ContactActor, { contactId: globalId('Contact', author.id), name });
    case 'member':
      return one(MemberActor, { memberId: globalId('Member', author.id), name });
    case 'bot':
      return one(BotActor, { name });
    default:
      return author satisfies never;
  }
};

/** An actor as the API shows it: without role or standing, which may have changed since. */
export const actorNode = (actor: Actor): AnyActor => {
  const { kind, name } = actor;
  switch (kind) {
    case 'member':
      return one(MemberActor, { memberId: globalId('Member', actor.memberId), name });
    case 'contact':
      return one(ContactActor, { contactId: globalId('Contact', actor.contactId), name });
    case 'token':
      return one(TokenActor, { tokenId: globalId('ApiToken', actor.tokenId), name });
    case 'system':
      return one(SystemActor, { name });
    case 'stranger':
      return one(StrangerActor, { name });
    default:
      return kind satisfies never;
  }
};
