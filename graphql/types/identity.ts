import { Equals, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Platform } from '../../src/app/ports/chat-event';
import { IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { MemberNode } from './desk';
import { PlatformEnum } from './enums';
import { OnceInput } from './ticket-inputs';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];
const HOME = 'Home workspace or tenant: Slack team id, Entra tenant id.';
const USER = 'Id there: Slack user id, Entra object id.';

@ObjectType({
  description:
    'Whom somebody on a platform stands for. Decided by home workspace and id, never by a name.',
  simpleResolvers: true,
})
export class ChatIdentity {
  @Field(() => PlatformEnum, { description: 'Where they write.' })
  platform: Platform;

  @Field(() => String, { description: HOME })
  home: string;

  @Field(() => String, { description: USER })
  userId: string;

  @Field(() => MemberNode, { nullable: true, description: 'Whom of ours they are.' })
  member: MemberNode | null;

  @Field(() => ID, { nullable: true, description: 'Which contact of a customer they are.' })
  contactId: string | null;

  @Field(() => ID, { nullable: true, description: 'For which customer they speak.' })
  customerId: string | null;

  @Field(() => Boolean, { description: 'What they write makes nothing and is answered by nobody.' })
  ignored: boolean;
}

@ArgsType()
export class ChatIdentityArgs {
  @Field(() => PlatformEnum, { description: 'Where they write.' })
  @IsIn(PLATFORMS)
  platform: Platform;

  @Field(() => String, { description: HOME })
  @MaxLength(400)
  home: string;

  @Field(() => String, { description: USER })
  @MaxLength(400)
  userId: string;
}

@InputType()
abstract class PrincipalInput extends OnceInput {
  @Field(() => PlatformEnum, { description: 'Where they write.' })
  @IsIn(PLATFORMS)
  platform: Platform;

  @Field(() => String, { description: HOME })
  @IsString()
  @MaxLength(400)
  home: string;

  @Field(() => String, { description: USER })
  @IsString()
  @MaxLength(400)
  userId: string;
}

@InputType({ description: 'Whom somebody stands for from now on.' })
export class IdentityInput {
  @Field(() => ID, { nullable: true, description: 'This member of ours.' })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A contact of this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: nobody. They are ignored.' })
  @IsOptional()
  @Equals(true)
  ignored?: boolean | null;
}

@InputType({ description: 'Say whom somebody on a platform stands for, before every other rule.' })
export class SetChatIdentityInput extends PrincipalInput {
  @Field(() => IdentityInput, { description: 'Whom they stand for.' })
  @ValidateNested()
  as: IdentityInput;
}

@InputType({ description: 'Forget whom somebody stands for: their next message decides anew.' })
export class ForgetChatIdentityInput extends PrincipalInput {}

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });

@ObjectType({ simpleResolvers: true })
export abstract class ChatIdentityPayload extends Payload {
  @Field(() => ChatIdentity, {
    nullable: true,
    description: 'As it stands now; null: not known.',
  })
  identity: ChatIdentity | null;
}

@ObjectType(described('setChatIdentity'))
export class SetChatIdentityPayload extends ChatIdentityPayload {}
@ObjectType(described('forgetChatIdentity'))
export class ForgetChatIdentityPayload extends ChatIdentityPayload {}
