import {
  ArrayMaxSize,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { type ClassType, Field, Float, ID, InputType, Int } from 'type-graphql';
import type { Among, Between } from '../../src/app/ports/readers';
import { type IdType, IsIdOf } from '../global-id';

const LIST_CAP = 100;
const LABEL_CAP = 60;
const LARGEST_INT = 2_147_483_647;
const EVERY = 'Every given comparison must hold; null or absent asks nothing.';
const ANY = `Any of these, at most ${LIST_CAP}; an empty list holds for nothing.`;
const NONE = `None of these, at most ${LIST_CAP}.`;
const ABSENT = 'True: nothing stands there. False: something does.';

/** Comparisons with the values of an enum. */
export const enumFilter = <Value extends string>(
  name: string,
  values: readonly Value[],
  type: object,
): ClassType<Among<Value>> => {
  @InputType(name, { description: EVERY })
  class EnumFilter implements Among<Value> {
    @Field(() => type, { nullable: true, description: 'This one.' })
    @IsOptional()
    @IsIn(values)
    eq?: Value | null;

    @Field(() => [type], { nullable: true, description: ANY })
    @IsOptional()
    @ArrayMaxSize(LIST_CAP)
    @IsIn(values, { each: true })
    in?: Value[] | null;

    @Field(() => [type], { nullable: true, description: NONE })
    @IsOptional()
    @ArrayMaxSize(LIST_CAP)
    @IsIn(values, { each: true })
    nin?: Value[] | null;
  }
  return EnumFilter;
};

/** Comparisons with ids of one kind of thing. */
export const idFilter = (type: IdType): ClassType<Among<string>> => {
  @InputType(`${type}IdFilter`, { description: EVERY })
  class IdFilter implements Among<string> {
    @Field(() => ID, { nullable: true, description: 'This one.' })
    @IsOptional()
    @IsIdOf(type)
    eq?: string | null;

    @Field(() => [ID], { nullable: true, description: ANY })
    @IsOptional()
    @ArrayMaxSize(LIST_CAP)
    @IsIdOf(type, true)
    in?: string[] | null;

    @Field(() => [ID], { nullable: true, description: `${NONE} Nobody and nothing is none.` })
    @IsOptional()
    @ArrayMaxSize(LIST_CAP)
    @IsIdOf(type, true)
    nin?: string[] | null;
  }
  return IdFilter;
};

@InputType({ description: EVERY })
export class LabelFilter implements Among<string> {
  @Field(() => String, { nullable: true, description: 'This one, however it is spelt.' })
  @IsOptional()
  @IsString()
  @MaxLength(LABEL_CAP)
  eq?: string | null;

  @Field(() => [String], { nullable: true, description: ANY })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  @MaxLength(LABEL_CAP, { each: true })
  in?: string[] | null;

  @Field(() => [String], { nullable: true, description: NONE })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsString({ each: true })
  @MaxLength(LABEL_CAP, { each: true })
  nin?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: ABSENT })
  @IsOptional()
  @IsBoolean()
  isNull?: boolean | null;
}

const AssigneeBase = idFilter('Member');

@InputType({ description: EVERY })
export class AssigneeFilter extends AssigneeBase {
  @Field(() => Boolean, { nullable: true, description: 'True: nobody. False: somebody.' })
  @IsOptional()
  @IsBoolean()
  override isNull?: boolean | null;
}

@InputType({ description: EVERY })
export class IntFilter implements Between<number> {
  @Field(() => Int, { nullable: true, description: 'Equal.' })
  @IsOptional()
  @IsInt()
  @Min(-LARGEST_INT)
  @Max(LARGEST_INT)
  eq?: number | null;

  @Field(() => Int, { nullable: true, description: 'Greater.' })
  @IsOptional()
  @IsInt()
  gt?: number | null;

  @Field(() => Int, { nullable: true, description: 'Greater or equal.' })
  @IsOptional()
  @IsInt()
  gte?: number | null;

  @Field(() => Int, { nullable: true, description: 'Less.' })
  @IsOptional()
  @IsInt()
  lt?: number | null;

  @Field(() => Int, { nullable: true, description: 'Less or equal.' })
  @IsOptional()
  @IsInt()
  lte?: number | null;
}

@InputType({ description: EVERY })
export class InstantFilter implements Between<Date> {
  @Field(() => GraphQLDateTime, { nullable: true, description: 'After.' })
  @IsOptional()
  @IsDate()
  gt?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'At or after.' })
  @IsOptional()
  @IsDate()
  gte?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Before.' })
  @IsOptional()
  @IsDate()
  lt?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'At or before.' })
  @IsOptional()
  @IsDate()
  lte?: Date | null;
}

@InputType({ description: EVERY })
export class OptionalInstantFilter extends InstantFilter {
  @Field(() => Boolean, { nullable: true, description: ABSENT })
  @IsOptional()
  @IsBoolean()
  isNull?: boolean | null;
}

@InputType({ description: EVERY })
export class PointsFilter implements Between<number> {
  @Field(() => Float, { nullable: true, description: 'More.' })
  @IsOptional()
  @IsNumber()
  gt?: number | null;

  @Field(() => Float, { nullable: true, description: 'So many or more.' })
  @IsOptional()
  @IsNumber()
  gte?: number | null;

  @Field(() => Float, { nullable: true, description: 'Fewer.' })
  @IsOptional()
  @IsNumber()
  lt?: number | null;

  @Field(() => Float, { nullable: true, description: 'So many or fewer.' })
  @IsOptional()
  @IsNumber()
  lte?: number | null;

  @Field(() => Boolean, { nullable: true, description: ABSENT })
  @IsOptional()
  @IsBoolean()
  isNull?: boolean | null;
}
