import { IsBoolean, IsDate, IsIn, IsOptional } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { healthPartText } from '../../src/app/metrics/health-rule';
import {
  type AccountHealth,
  HEALTH_PARTS,
  type HealthPart,
  type HealthState,
} from '../../src/domain/account-health';
import { PageArgs } from './connection';
import { describedEnum } from './enums';
import { MeasureDefinition } from './measure';

export const HealthStateEnum = describedEnum<HealthState>('HealthState', 'How an account fares.', {
  GOOD: '80 points or more.',
  WATCH: '60 points or more.',
  AT_RISK: 'Fewer than 60 points.',
  TOO_LITTLE_TO_SAY: 'Too few requests, or too few parts that say something: nothing is guessed.',
});

export const HealthPartEnum = describedEnum<HealthPart>(
  'HealthPart',
  'What the health of an account is made of.',
  {
    SLA_ATTAINMENT: 'Share of service targets met, 30 days.',
    PROMISES_BROKEN: 'Share of settled promises that were broken, 30 days.',
    REOPEN_RATE: 'Share of solved tickets that came back, 90 days.',
    CSAT: 'Share of ratings of 4 and 5, 90 days.',
    EFFORT: 'Share of customers who had to repeat themselves, 90 days.',
    EARLY_WARNINGS: 'Signals for each request, 30 days.',
    WAITING_LONGEST: 'Hours since the oldest question nobody has answered.',
  },
);

@ObjectType('HealthPartFigure', {
  description: 'One part of the health of an account, with all it takes to reckon it again.',
  simpleResolvers: true,
})
export class HealthPartNode {
  @Field(() => HealthPartEnum, { description: 'Which.' })
  part: HealthPart;

  @Field(() => Float, {
    nullable: true,
    description: 'A share, signals for each request, or hours; null: there is no sample.',
  })
  value: number | null;

  @Field(() => Int, { description: 'The sample.' })
  n: number;

  @Field(() => Int, { description: 'A smaller sample says nothing.' })
  atLeast: number;

  @Field(() => Int, { description: 'Over what began in so many days before.' })
  days: number;

  @Field(() => Int, { description: 'Points it can cost.' })
  weight: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Points it costs; null: too small a sample, it counts neither way.',
  })
  lost: number | null;

  @Field(() => Float, { description: 'The value at which it costs nothing.' })
  best: number;

  @Field(() => Float, { description: 'The value at which it costs all of its points.' })
  worst: number;

  @Field(() => String, { description: 'What it counts, and what it costs, in words.' })
  text: string;

  /** For what stands behind it. */
  customerId: string;
  asOf: Date;
  isNow: boolean;
}

@ObjectType({
  description:
    'How an account fared when it was last counted: soon after its tickets change, and every quarter of an hour. Lists are sorted and sifted by it; `health` reckons it anew.',
  simpleResolvers: true,
})
export class AccountStanding {
  @Field(() => Float, { nullable: true, description: 'Of 100; null: too little to say.' })
  score: number | null;

  @Field(() => HealthStateEnum, { description: 'In a word.' })
  state: HealthState;

  @Field(() => GraphQLDateTime, { description: 'When that was.' })
  countedAt: Date;
}

@ArgsType()
export class HealthFactArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only what costs points now, such as broken promises; nothing while the part costs none. Default: the whole sample.',
  })
  @IsOptional()
  @IsBoolean()
  costly?: boolean | null;
}

@ObjectType('AccountHealth', {
  description: 'How an account fares, from facts alone: score = 100 x (1 - lost / weight).',
  simpleResolvers: true,
})
export class AccountHealthNode {
  @Field(() => Float, { nullable: true, description: 'Of 100; null: too little to say.' })
  score: number | null;

  @Field(() => HealthStateEnum, { description: 'In a word.' })
  state: HealthState;

  @Field(() => Int, { description: 'Requests of 90 days; with fewer than five nothing is said.' })
  requests: number;

  @Field(() => [HealthPartNode], { description: 'What it is made of.' })
  parts: HealthPartNode[];

  @Field(() => GraphQLDateTime, { description: 'The instant it is true for.' })
  asOf: Date;

  @Field(() => MeasureDefinition, { description: 'What it means, with its version.' })
  definition: MeasureDefinition;
}

@ArgsType()
export class HealthArgs {
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'As the desk knew it at this instant. Default: now.',
  })
  @IsOptional()
  @IsDate()
  asOf?: Date | null;
}

@ArgsType()
export class HealthPartArgs extends HealthArgs {
  @Field(() => HealthPartEnum, { description: 'Which.' })
  @IsIn(HEALTH_PARTS)
  part: HealthPart;
}

export const accountHealthNode = (
  { parts, ...health }: AccountHealth,
  of: Pick<HealthPartNode, 'customerId' | 'asOf' | 'isNow'>,
  definition: MeasureDefinition,
): AccountHealthNode => ({
  ...health,
  parts: parts.map((part) => ({ ...part, ...of, text: healthPartText(part.part) })),
  asOf: of.asOf,
  definition,
});
