import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import {
  CUSTOMER_SORTS,
  type CustomerSort,
  type CustomersAsked,
} from '../../src/app/ports/desk-lists';
import type { Among } from '../../src/app/ports/ticket-filter';
import { HEALTH_STATES, type HealthState } from '../../src/domain/account-health';
import { rowsOf } from '../ticket-filter';
import { NamedPageArgs, namedOf } from './connection';
import { CustomerSortEnum, DirectionEnum } from './enums';
import { AssigneeFilter, enumFilter, PointsFilter } from './filters';
import { HealthStateEnum } from './health';

const HealthStateFilter = enumFilter('HealthStateFilter', HEALTH_STATES, HealthStateEnum);

@InputType({ description: 'Every given condition must hold; null or absent asks nothing.' })
export class CustomerFilterInput {
  @Field(() => HealthStateFilter, {
    nullable: true,
    description: 'How they fared when they were last counted; not counted yet: too little to say.',
  })
  @IsOptional()
  @ValidateNested()
  health?: Among<HealthState> | null;

  @Field(() => PointsFilter, { nullable: true, description: 'The same in points of 100.' })
  @IsOptional()
  @ValidateNested()
  score?: PointsFilter | null;

  @Field(() => AssigneeFilter, { nullable: true, description: 'Who looks after them.' })
  @IsOptional()
  @ValidateNested()
  owner?: AssigneeFilter | null;
}

@InputType({ description: 'How a list of customers is ordered.' })
export class CustomerSortInput {
  @Field(() => CustomerSortEnum, { description: 'By what.' })
  @IsIn(CUSTOMER_SORTS)
  field: CustomerSort;

  @Field(() => DirectionEnum, {
    nullable: true,
    description: 'Which end comes first. Default ASC: A first, or the worst.',
  })
  @IsOptional()
  @IsIn(['ASC', 'DESC'])
  direction?: 'ASC' | 'DESC' | null;
}

@ArgsType()
export class CustomerListArgs extends NamedPageArgs {
  @Field(() => CustomerFilterInput, {
    nullable: true,
    description: 'Which customers. Default all.',
  })
  @IsOptional()
  @ValidateNested()
  filter?: CustomerFilterInput | null;

  @Field(() => CustomerSortInput, {
    nullable: true,
    description: 'In which order. Default by name.',
  })
  @IsOptional()
  @ValidateNested()
  sort?: CustomerSortInput | null;
}

/** What a client asks for, in the desk's own ids. */
export const customersAsked = (args: CustomerListArgs): CustomersAsked => ({
  named: namedOf(args),
  health: args.filter?.health ?? null,
  score: args.filter?.score ?? null,
  owner: rowsOf('Member', args.filter?.owner),
  by: args.sort?.field ?? 'NAME',
  descending: args.sort?.direction === 'DESC',
});
