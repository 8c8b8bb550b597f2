import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Upserted } from '../../src/app/ports/answers';
import { IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { CustomerNode } from './desk';
import { describedEnum } from './enums';
import { OnceInput } from './ticket-inputs';

export const UpsertResultEnum = describedEnum<Upserted>(
  'UpsertResult',
  'What became of something that is brought in from elsewhere.',
  {
    CREATED: 'It was not here, and is now.',
    UPDATED: 'It was here and differed.',
    NOOP: 'It was here and the same: nothing was written.',
  },
);

const LEAVES = 'Null or absent leaves it.';
const CLEARS = 'Absent leaves it, null clears it.';

@InputType({ description: 'Bring a customer in by what another system calls them.' })
export class UpsertCustomerInput extends OnceInput {
  @Field(() => String, {
    description: 'What the other system calls them: 1 to 200 visible characters.',
  })
  @IsString()
  @MaxLength(400)
  externalId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'A customer that is here already, for example since their first message: they are called so from now on.',
  })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What they are called: 1 to 120 characters. A new customer needs it. ${LEAVES}`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Their segment, which carries the service targets. New: Standard. ${LEAVES}`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  tier?: string | null;

  @Field(() => String, { nullable: true, description: `Their internet domain. ${CLEARS}` })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  domain?: string | null;

  @Field(() => String, { nullable: true, description: `IANA time zone. ${CLEARS}` })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  zone?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: `The member who looks after them. ${CLEARS}`,
  })
  @IsOptional()
  @IsIdOf('Member')
  ownerId?: string | null;
}

@ObjectType({ description: 'What became of upsertCustomer.', simpleResolvers: true })
export class UpsertCustomerPayload extends Payload {
  @Field(() => CustomerNode, {
    nullable: true,
    description: 'As it stands now; null if nothing was made or found.',
  })
  customer: CustomerNode | null;

  @Field(() => UpsertResultEnum, { nullable: true, description: 'Null when there are errors.' })
  result: Upserted | null;
}
