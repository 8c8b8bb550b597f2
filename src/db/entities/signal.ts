import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Signal, SignalKind } from '../../domain/signal';

/** What was noticed about a ticket; dismissed ones stay as history. */
@Entity('signal')
export class SignalEntity implements Signal {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('text') readonly kind: SignalKind;
  @Column('text') readonly reason: string;
  @Column('uuid', { nullable: true }) readonly messageId: string | null;
  @Column('integer', { default: 1 }) readonly count: number;
  @Column('integer') readonly weight: number;
  @Column('boolean') readonly raisedPriority: boolean;
  @Column('timestamptz') readonly raisedAt: Date;
  @Column('timestamptz') readonly lastAt: Date;
  @Column('timestamptz', { nullable: true }) readonly dismissedAt: Date | null;
  @Column('uuid', { nullable: true }) readonly dismissedById: string | null;
}
