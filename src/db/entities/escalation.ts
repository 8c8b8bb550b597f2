import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  Assignment,
  EscalateOn,
  EscalationEnd,
  OpenEscalation,
} from '../../app/ports/escalations';
import type { OpeningHours } from '../../domain/business-calendar';
import type { DaysOff } from '../../domain/days-off';

@Entity('member_group')
export class MemberGroupEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
}

@Entity('member_group_person')
export class MemberGroupPersonEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly groupId: string;
  @PrimaryColumn('uuid') readonly memberId: string;
}

/** Whoever is asked after the owner of a level: one member or one group. */
@Entity('queue_level_step')
export class QueueLevelStepEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly queueId: string;
  @PrimaryColumn('integer') readonly level: number;
  @PrimaryColumn('integer') readonly position: number;
  @Column('uuid', { nullable: true }) readonly memberId: string | null;
  @Column('uuid', { nullable: true }) readonly groupId: string | null;
}

/** What a queue does by itself. */
@Entity('queue_rule')
export class QueueRuleEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly queueId: string;
  @Column('uuid', { nullable: true }) readonly fallbackId: string | null;
  @Column('text', { default: 'BY_HAND' }) readonly assignment: Assignment;
  @Column('text', { default: 'NEVER' }) readonly escalateOn: EscalateOn;
  @Column('uuid', { nullable: true }) readonly lastAssignedId: string | null;
  @Column('integer', { default: 0 }) readonly version: number;
  @Column('timestamptz', { nullable: true }) readonly assignAt: Date | null;
}

/** A clock has escalated its ticket: it does so once. */
@Entity('clock_escalation')
export class ClockEscalationEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly clockId: string;
  @Column('timestamptz') readonly at: Date;
}

/** When a member works and how much they carry. */
@Entity('member_duty')
export class MemberDutyEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly memberId: string;
  @Column('text', { nullable: true }) readonly zone: string | null;
  @Column('jsonb', { nullable: true }) readonly opening: readonly OpeningHours[] | null;
  @Column('integer', { nullable: true }) readonly capacity: number | null;
  @Column('jsonb', { nullable: true }) readonly daysOff: readonly DaysOff[] | null;
}

@Entity('escalation')
export class EscalationEntity implements OpenEscalation {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('integer') readonly fromLevel: number;
  @Column('integer') readonly levelBefore: number;
  @Column('integer') readonly level: number;
  @Column('uuid', { array: true }) readonly memberIds: string[];
  @Column('uuid', { array: true }) readonly passed: string[];
  @Column('boolean') readonly isFallback: boolean;
  @Column('text') readonly reason: string;
  @Column('text') readonly byName: string;
  @Column('timestamptz') readonly askedAt: Date;
  @Column('timestamptz') readonly dueAt: Date;
  @Column('timestamptz', { nullable: true }) readonly endedAt: Date | null;
  @Column('text', { nullable: true }) readonly outcome: EscalationEnd | null;
  @Column('uuid', { nullable: true }) readonly acceptedBy: string | null;
}
