import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarScope } from '../../app/ports/care';
import type { Holiday, OpeningHours } from '../../domain/business-calendar';
import type { ClockState } from '../../domain/sla-clock';
import type { CountedHours, Measure } from '../../domain/sla-policy';
import type { Priority, WaitingOn } from '../../domain/ticket';

@Entity('calendar')
export class CalendarEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('integer') readonly version: number;
}

/** What a calendar said from one change to the next. */
@Entity('calendar_version')
export class CalendarVersionEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly calendarId: string;
  @PrimaryColumn('integer') readonly version: number;
  @Column('text') readonly zone: string;
  @Column('jsonb') readonly opening: readonly OpeningHours[];
  @Column('jsonb') readonly holidays: readonly Holiday[];
  @Column('text', { nullable: true }) readonly country: string | null;
  @Column('text', { nullable: true }) readonly region: string | null;
  @Column('timestamptz') readonly madeAt: Date;
}

@Entity('calendar_use')
export class CalendarUseEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly scope: CalendarScope['of'];
  @PrimaryColumn('uuid') readonly scopeId: string;
  @Column('uuid') readonly calendarId: string;
}

@Entity('sla_policy')
export class SlaPolicyEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly tier: string;
  @Column('uuid', { nullable: true }) readonly calendarId: string | null;
  @Column('text', { array: true }) readonly pauseWhile: WaitingOn[];
  @Column('integer') readonly warnPercent: number;
  @Column('integer') readonly version: number;
}

@Entity('policy_target')
export class PolicyTargetEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly policyId: string;
  @PrimaryColumn('text') readonly priority: Priority;
  @PrimaryColumn('text') readonly measure: Measure;
  @Column('integer') readonly seconds: number;
  @Column('text') readonly hours: CountedHours;
}

/** A pause as JSON keeps it: instants in ISO 8601. */
export interface KeptPause {
  readonly from: string;
  readonly to: string | null;
  readonly reason: string;
}

@Entity('clock')
export class ClockEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column({ type: 'bigint', select: false, insert: false }) readonly position: string;
  @Column('uuid') readonly ticketId: string;
  @Column('text') readonly measure: Measure;
  @Column('timestamptz') readonly startedAt: Date;
  @Column('integer') readonly targetSec: number;
  @Column('text') readonly hours: CountedHours;
  @Column('integer') readonly warnPercent: number;
  @Column('jsonb') readonly pauses: readonly KeptPause[];
  @Column('timestamptz', { nullable: true }) readonly stoppedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly cancelledAt: Date | null;
  @Column('text') readonly state: ClockState;
  @Column('timestamptz', { nullable: true }) readonly dueAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly nextAt: Date | null;
  @Column('uuid', { nullable: true }) readonly calendarId: string | null;
  @Column('integer', { nullable: true }) readonly calendarVersion: number | null;
}
