import { MaxLength } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { upsertCustomerIn } from '../../src/app/admin/upsert-customer';
import type { Desk } from '../../src/app/desk';
import type { Readers } from '../../src/app/ports/readers';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf, uuidOrNull } from '../global-id';
import { UpsertCustomerInput, UpsertCustomerPayload } from '../types/customer-upsert';
import { CustomerNode, customerNode } from '../types/desk';
import { LEADS, STAFF, TEAM } from '../types/enums';

@ArgsType()
class ExternalIdArgs {
  @Field(() => String, { description: 'What the other system calls them.' })
  @MaxLength(400)
  externalId: string;
}

/** Customers as other systems know them. */
@Resolver(() => CustomerNode)
export class CustomersResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
    private readonly desk: Pick<Desk, 'newId'>,
  ) {}

  @Authorized(STAFF)
  @Query(() => CustomerNode, {
    nullable: true,
    description: 'One customer by what another system calls them; null when there is none.',
  })
  async customerByExternalId(
    @Args(() => ExternalIdArgs) { externalId }: ExternalIdArgs,
    @Ctx() context: DeskContext,
  ): Promise<CustomerNode | null> {
    const { tenantId } = context.principal;
    const customer = await this.readers.customerByReference(tenantId, externalId.trim());
    return customer === null ? null : customerNode(customer);
  }

  @Authorized(TEAM)
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What another system calls them; null: it has not said so.',
  })
  externalId(@Root() customer: CustomerNode, @Ctx() context: DeskContext): Promise<string | null> {
    return context.loaders.externalId(uuidOf('Customer', customer.id));
  }

  @Authorized(LEADS)
  @Mutation(() => UpsertCustomerPayload, {
    description:
      'Brings a customer in by what another system calls them. Safe to repeat: what is the same is left alone.',
  })
  async upsertCustomer(
    @Arg('input', () => UpsertCustomerInput, { description: 'What is known of them.' })
    input: UpsertCustomerInput,
    @Ctx() context: DeskContext,
  ): Promise<UpsertCustomerPayload> {
    const { actor, tenantId } = context.principal;
    const { externalId, name = null, tier = null, domain, zone, ownerId } = input;
    const customerId = uuidOrNull('Customer', input.customerId);
    const draft = {
      externalId,
      customerId,
      name,
      tier,
      domain,
      zone,
      ownerId: ownerId === undefined ? undefined : uuidOrNull('Member', ownerId),
    };
    const done = await this.run.perform(
      context,
      'upsertCustomer',
      input,
      customerId,
      async (tx, now) => {
        const { id, result } = await upsertCustomerIn(tx, actor, draft, this.desk.newId, now);
        return { subjectId: id, result };
      },
    );
    const { subjectId, result, errors, replayed } = done;
    const [customer = null] =
      subjectId === null ? [] : await this.readers.customersById(tenantId, [subjectId]);
    return {
      customer: customer === null ? null : customerNode(customer),
      result,
      errors,
      replayed,
    };
  }
}
