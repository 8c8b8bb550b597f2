import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ROLES, type Role } from '../../src/domain/actor';
import { INTAKE_MODES, type IntakeMode } from '../../src/domain/chatter';
import { IsIdOf } from '../global-id';
import { IntakeModeEnum, OrdinaryChannelKindEnum, RoleEnum } from './enums';
import { OnceInput } from './ticket-inputs';

const LEAVES = 'Null or absent leaves it.';
const CLEARS = 'Absent leaves it, null clears it.';
const NAME_LIMIT = 400;

@InputType({ description: 'Change what a member may do.' })
export class UpdateMemberInput extends OnceInput {
  @Field(() => ID, { description: 'The member.' })
  @IsIdOf('Member')
  memberId: string;

  @Field(() => RoleEnum, { nullable: true, description: `What they may do. ${LEAVES}` })
  @IsOptional()
  @IsIn(ROLES)
  role?: Role | null;

  @Field(() => Boolean, {
    nullable: true,
    description: `False: they may do nothing, and their open tickets go back to the queue. ${LEAVES}`,
  })
  @IsOptional()
  @IsBoolean()
  active?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description: `The queues a partner is limited to, all of them; an empty list: to what is assigned to them. Their open tickets of other queues go back to those. ${LEAVES}`,
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsIdOf('Queue', true)
  queueIds?: string[] | null;
}

@InputType({ description: 'An account as its service names it.' })
export class LoginAccountInput {
  @Field(() => String, {
    description: 'Which service: the `iss` of its tokens, as it stands in OIDC_ISSUER.',
  })
  @IsString()
  @MaxLength(NAME_LIMIT)
  issuer: string;

  @Field(() => String, {
    description:
      'What the service calls it: `sub`, or `oid` of Entra ID where OIDC_SUBJECT_CLAIM says so.',
  })
  @IsString()
  @MaxLength(NAME_LIMIT)
  subject: string;
}

@InputType({ description: 'Say by what a member signs in: an address, an account, or neither.' })
export class SetMemberLoginInput extends OnceInput {
  @Field(() => ID, { description: 'The member.' })
  @IsIdOf('Member')
  memberId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Their address, as the account service confirms it; the first account that comes with it is theirs.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_LIMIT)
  email?: string | null;

  @Field(() => LoginAccountInput, {
    nullable: true,
    description: 'Their account itself, where the service confirms no addresses, as Entra ID.',
  })
  @IsOptional()
  @ValidateNested()
  account?: LoginAccountInput | null;
}

@InputType({ description: 'Change what a channel is for.' })
export class UpdateChannelInput extends OnceInput {
  @Field(() => ID, { description: 'The channel.' })
  @IsIdOf('Channel')
  channelId: string;

  @Field(() => IntakeModeEnum, {
    nullable: true,
    description: `What makes tickets here; cleared, the default of the desk holds. ${CLEARS}`,
  })
  @IsOptional()
  @IsIn(INTAKE_MODES)
  intakeMode?: IntakeMode | null;

  @Field(() => ID, {
    nullable: true,
    description: `The customer it is shared with. ${CLEARS}`,
  })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: `Where its tickets wait; cleared, in the default queue. ${CLEARS}`,
  })
  @IsOptional()
  @IsIdOf('Queue')
  queueId?: string | null;

  @Field(() => OrdinaryChannelKindEnum, {
    nullable: true,
    description: `What it is for; updateQueue makes a triage channel. ${LEAVES}`,
  })
  @IsOptional()
  @IsIn(['CUSTOMER', 'INTERNAL'])
  kind?: 'CUSTOMER' | 'INTERNAL' | null;
}

@InputType({ description: 'Make a queue. Its escalation path begins with one level.' })
export class CreateQueueInput extends OnceInput {
  @Field(() => String, { description: 'What it is called: 1 to 120 characters, unique.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  name: string;
}

@InputType({ description: 'One step of an escalation path.' })
export class QueueLevelInput {
  @Field(() => String, { description: 'What the step is called: 1 to 120 characters.' })
  @IsString()
  @MaxLength(NAME_LIMIT)
  name: string;

  @Field(() => ID, { nullable: true, description: 'The member who is told of an escalation.' })
  @IsOptional()
  @IsIdOf('Member')
  ownerId?: string | null;
}

@InputType({ description: 'Change a queue.' })
export class UpdateQueueInput extends OnceInput {
  @Field(() => ID, { description: 'The queue.' })
  @IsIdOf('Queue')
  queueId: string;

  @Field(() => String, {
    nullable: true,
    description: `What it is called: 1 to 120 characters, unique. ${LEAVES}`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_LIMIT)
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: `The internal channel that shows it; what waits is shown there. ${LEAVES}`,
  })
  @IsOptional()
  @IsIdOf('Channel')
  triageChannelId?: string | null;

  @Field(() => [QueueLevelInput], {
    nullable: true,
    description: `The whole escalation path, level 1 first; 1 to 20 steps. ${LEAVES}`,
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  levels?: QueueLevelInput[] | null;
}

@InputType({ description: 'Change what holds for the whole desk.' })
export class UpdateSettingsInput extends OnceInput {
  @Field(() => String, { nullable: true, description: `IANA time zone. ${LEAVES}` })
  @IsOptional()
  @IsString()
  @MaxLength(NAME_LIMIT)
  zone?: string | null;

  @Field(() => IntakeModeEnum, {
    nullable: true,
    description: `What makes tickets in channels of customers. ${LEAVES}`,
  })
  @IsOptional()
  @IsIn(INTAKE_MODES)
  defaultIntakeMode?: IntakeMode | null;

  @Field(() => Int, {
    nullable: true,
    description: `Within it a further message of the same person joins their open ticket. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  groupingWindowSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `What an acknowledgement promises where no policy says otherwise. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  firstResponseTargetMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Without activity for so long a claimed ticket goes back to its queue. ${LEAVES}`,
  })
  @IsOptional()
  @IsInt()
  claimLeaseMinutes?: number | null;
}
