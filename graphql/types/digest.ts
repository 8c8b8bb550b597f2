import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Digest } from '../../src/app/ports/digests';
import { DIGEST_PERIODS, type DigestPeriod } from '../../src/domain/digest-schedule';
import { globalId, IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { OnceInput } from './ticket-inputs';

export const DigestPeriodEnum = { DAILY: 'DAILY', WEEKLY: 'WEEKLY' } as const;
registerEnumType(DigestPeriodEnum, {
  name: 'DigestPeriod',
  description: 'How often a digest is told. A desk has at most one of each.',
  valuesConfig: {
    DAILY: { description: 'On some weekdays; it speaks of the time since the one before.' },
    WEEKLY: { description: 'On one weekday.' },
  },
});

@ObjectType('Digest', {
  description:
    'Figures told to supervisors in a room of ours: who waits longest, promises, targets, speed with its quality.',
  simpleResolvers: true,
})
export class DigestNode {
  @Field(() => DigestPeriodEnum, { description: 'How often.' })
  period: DigestPeriod;

  @Field(() => ID, { description: 'The channel it is told in.' })
  channelId: string;

  @Field(() => String, { description: 'IANA time zone of the hour.' })
  zone: string;

  @Field(() => Int, { description: '0 to 23.' })
  hour: number;

  @Field(() => [Int], { description: '1 (Monday) to 7 (Sunday).' })
  weekdays: number[];

  @Field(() => GraphQLDateTime, { description: 'When the next one is told.' })
  dueAt: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the last one was told.' })
  toldAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last one was not told; null: it was.',
  })
  trouble: string | null;
}

/** A digest as the API shows it. */
export const digestNode = (digest: Digest): DigestNode => ({
  period: digest.period,
  channelId: globalId('Channel', digest.channelId),
  zone: digest.zone,
  hour: digest.hour,
  weekdays: [...digest.weekdays],
  dueAt: digest.dueAt,
  toldAt: digest.toldAt,
  trouble: digest.trouble,
});

@InputType()
abstract class DigestChangeInput extends OnceInput {
  @Field(() => DigestPeriodEnum, { description: 'Which.' })
  @IsIn(DIGEST_PERIODS)
  period: DigestPeriod;
}

@InputType({ description: 'Tell a digest in a room from now on.' })
export class SetDigestInput extends DigestChangeInput {
  @Field(() => ID, { description: 'A channel that only the team reads.' })
  @IsIdOf('Channel')
  channelId: string;

  @Field(() => Int, { description: '0 to 23.' })
  @IsInt()
  @Min(0)
  @Max(23)
  hour: number;

  @Field(() => [Int], { description: '1 (Monday) to 7 (Sunday); a weekly digest has one.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays: number[];

  @Field(() => String, { nullable: true, description: 'IANA time zone; default: the desk’s own.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  zone?: string | null;
}

@InputType({ description: 'Tell a digest no more.' })
export class StopDigestInput extends DigestChangeInput {}

@InputType({ description: 'Tell one at once.' })
export class TellDigestInput extends DigestChangeInput {}

@ObjectType({ simpleResolvers: true })
abstract class DigestPayload extends Payload {
  @Field(() => DigestNode, {
    nullable: true,
    description: 'As it stands now; null if there is none.',
  })
  digest: DigestNode | null;
}

@ObjectType({ description: 'What became of setDigest.', simpleResolvers: true })
export class SetDigestPayload extends DigestPayload {}

@ObjectType({ description: 'What became of stopDigest.', simpleResolvers: true })
export class StopDigestPayload extends DigestPayload {}

@ObjectType({ description: 'What became of tellDigest.', simpleResolvers: true })
export class TellDigestPayload extends DigestPayload {}
