import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OwnWords, Rating, RecoveryTask } from '../../app/ports/feedback';

/** How a desk follows up by itself, where it has set that. */
@Entity('care_settings')
export class CareSettingsEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @Column('integer') readonly checkInDays: number;
  @Column('integer') readonly unconfirmedDays: number;
  @Column('integer', { default: 30 }) readonly ratingCooldownDays: number;
  @Column('integer', { default: 8 }) readonly recoveryHours: number;
  @Column('jsonb') readonly ownWords: OwnWords;
}

@Entity('rating')
export class RatingEntity implements Rating {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('uuid') readonly customerId: string;
  @Column('uuid') readonly contactId: string;
  @Column('timestamptz') readonly askedAt: Date;
  @Column('integer', { nullable: true }) readonly score: number | null;
  @Column('timestamptz', { nullable: true }) readonly ratedAt: Date | null;
  @Column('uuid', { nullable: true }) readonly ratedById: string | null;
  @Column('boolean', { nullable: true }) readonly repeated: boolean | null;
}

@Entity('recovery_task')
export class RecoveryTaskEntity implements RecoveryTask {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('uuid') readonly ratingId: string;
  @Column('uuid', { nullable: true }) readonly ownerId: string | null;
  @Column('timestamptz') readonly openedAt: Date;
  @Column('timestamptz') readonly dueAt: Date;
  @Column('timestamptz', { nullable: true }) readonly lateAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly doneAt: Date | null;
  @Column('uuid', { nullable: true }) readonly doneById: string | null;
  @Column('text', { nullable: true }) readonly outcome: string | null;
}
