import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { IsIdOfAny } from '../global-id';
import { Payload } from './admin-payloads';
import { OnceInput } from './ticket-inputs';

const LINKABLE = ['Customer', 'Contact', 'Member'] as const;

@InputType({ description: 'Say that two customers, contacts or members are one and the same.' })
export class LinkInput extends OnceInput {
  @Field(() => ID, {
    description: 'The one that gives way: a Customer, Contact or Member. All it has moves.',
  })
  @IsIdOfAny(LINKABLE)
  duplicateId: string;

  @Field(() => ID, { description: 'The one that stays; of the same type.' })
  @IsIdOfAny(LINKABLE)
  intoId: string;
}

@InputType({ description: 'Take a link back.' })
export class UnlinkInput extends OnceInput {
  @Field(() => ID, { description: 'The one that gave way when the two were linked.' })
  @IsIdOfAny(LINKABLE)
  duplicateId: string;
}

@ObjectType({ description: 'What became of link.', simpleResolvers: true })
export class LinkPayload extends Payload {
  @Field(() => Boolean, { description: 'The two are one now.' })
  linked: boolean;
}

@ObjectType({ description: 'What became of unlink.', simpleResolvers: true })
export class UnlinkPayload extends Payload {
  @Field(() => Boolean, { description: 'The two are two again.' })
  unlinked: boolean;
}
