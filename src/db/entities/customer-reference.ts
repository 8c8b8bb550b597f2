import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What another system calls a customer. */
@Entity('customer_reference')
export class CustomerReferenceEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly externalId: string;
  @Column('uuid') readonly customerId: string;
}
