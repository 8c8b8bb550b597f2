import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { MEASURES, type Measure } from '../../src/app/metrics/measure-rule';
import { STRETCHES, type StretchSize } from '../../src/app/metrics/window';
import { FACT_DIMENSIONS, type FactDimension, type FactFilter } from '../../src/app/ports/facts';
import { COUNTED_HOURS, type CountedHours } from '../../src/domain/sla-policy';
import { PRIORITIES, type Priority } from '../../src/domain/ticket';
import { IsIdOf, uuidOf } from '../global-id';
import { CountedHoursEnum } from './care-enums';
import { PlatformEnum, PriorityEnum } from './enums';
import { MeasureEnum, MetricDimensionEnum, StretchEnum } from './measure-enums';
import { TimeWindowInput } from './metrics';

const LIST_CAP = 100;

@InputType({
  description: 'Whose figures. Every given list must hold; null or absent asks nothing.',
})
export class MeasureFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Of these customers.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Customer', true)
  customerIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of customers of these tiers, as they are now.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  tiers?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In these queues.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Queue', true)
  queueIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In these channels.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Channel', true)
  channelIds?: string[] | null;

  @Field(() => [PlatformEnum], { nullable: true, description: 'On these platforms.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  platforms?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'By these members: who answered or solved, else who owns it.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Member', true)
  agentIds?: string[] | null;

  @Field(() => [PriorityEnum], { nullable: true, description: 'Of these priorities.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIn(PRIORITIES, { each: true })
  priorities?: Priority[] | null;

  @Field(() => [String], { nullable: true, description: 'With these causes.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  causes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Escalated for these reasons (see EscalationCause), of these SLA targets, warnings of these kinds. What has no reason is left out.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  reasons?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'With at least one of these labels.' })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Label', true)
  labelIds?: string[] | null;
}

const uuids = (
  type: 'Customer' | 'Queue' | 'Channel' | 'Member' | 'Label',
  ids: readonly string[] | null | undefined,
): readonly string[] | null => ids?.map((id) => uuidOf(type, id)) ?? null;

/** The filter as figures know it. */
export const factFilterOf = (input: MeasureFilterInput | null | undefined): FactFilter => ({
  customerIds: uuids('Customer', input?.customerIds),
  tiers: input?.tiers ?? null,
  queueIds: uuids('Queue', input?.queueIds),
  channelIds: uuids('Channel', input?.channelIds),
  platforms: input?.platforms ?? null,
  memberIds: uuids('Member', input?.agentIds),
  priorities: input?.priorities ?? null,
  causes: input?.causes ?? null,
  reasons: input?.reasons ?? null,
  labelIds: uuids('Label', input?.labelIds),
});

@InputType({ description: 'Which figures, of when, of whom.' })
export class MeasuresInput {
  @Field(() => [MeasureEnum], { description: 'Which figures; at most 20.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @IsIn(MEASURES, { each: true })
  measures: Measure[];

  @Field(() => TimeWindowInput, { description: 'Of when; at most 400 days.' })
  @ValidateNested()
  window: TimeWindowInput;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'As the desk knew it at this instant: the answer stays the same for ever. Default: now.',
  })
  @IsOptional()
  @IsDate()
  asOf?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA zone in which buckets begin. Default: the zone of the desk.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  zone?: string | null;

  @Field(() => CountedHoursEnum, {
    nullable: true,
    description: 'Which seconds lengths are in. Default: CALENDAR.',
  })
  @IsOptional()
  @IsIn(COUNTED_HOURS)
  hours?: CountedHours | null;

  @Field(() => StretchEnum, { nullable: true, description: 'Also cut the window into these.' })
  @IsOptional()
  @IsIn(STRETCHES)
  bucket?: StretchSize | null;

  @Field(() => MetricDimensionEnum, { nullable: true, description: 'Also part it by this.' })
  @IsOptional()
  @IsIn(FACT_DIMENSIONS)
  groupBy?: FactDimension | null;

  @Field(() => MeasureFilterInput, {
    nullable: true,
    description: 'Of whom. Default: of everybody.',
  })
  @IsOptional()
  @ValidateNested()
  filter?: MeasureFilterInput | null;
}
