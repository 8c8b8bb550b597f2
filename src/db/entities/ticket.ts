import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '../../domain/actor';
import type { MarkedPromise, PromiseKind, PromiseState } from '../../domain/promise';
import type {
  Facts,
  Priority,
  Ticket,
  TicketStatus,
  TimelineEntry,
  TimelineKind,
  WaitingOn,
} from '../../domain/ticket';

@Entity('ticket')
export class TicketEntity implements Ticket {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('integer') readonly number: number;
  @Column('uuid') readonly customerId: string;
  @Column('uuid') readonly channelId: string;
  @Column('text') readonly threadId: string;
  @Column('uuid', { nullable: true }) readonly openedByContactId: string | null;
  @Column('uuid') readonly queueId: string;
  @Column('integer') readonly level: number;
  @Column('text') readonly status: TicketStatus;
  @Column('text') readonly waitingOn: WaitingOn;
  @Column('text') readonly priority: Priority;
  @Column('uuid', { nullable: true }) readonly assigneeId: string | null;
  @Column('timestamptz', { nullable: true }) readonly leaseUntil: Date | null;
  @Column('timestamptz', { nullable: true }) readonly snoozedUntil: Date | null;
  @Column('text', { nullable: true }) readonly thirdParty: string | null;
  @Column('timestamptz', { nullable: true }) readonly nextCheckAt: Date | null;
  @Column('text') readonly subject: string;
  @Column('timestamptz') readonly openedAt: Date;
  @Column('timestamptz', { nullable: true }) readonly firstResponseDueAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly firstRespondedAt: Date | null;
  @Column('uuid', { nullable: true }) readonly firstResponderId: string | null;
  @Column('timestamptz', { nullable: true }) readonly unansweredSince: Date | null;
  @Column('text', { nullable: true }) readonly escalationReason: string | null;
  @Column('text', { nullable: true }) readonly solution: string | null;
  @Column('text', { nullable: true }) readonly cause: string | null;
  @Column('timestamptz', { nullable: true }) readonly signalledAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly firstSolvedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly lastSolvedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly silenceDueAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly checkedInAt: Date | null;
  @Column('integer', { default: 0 }) readonly reopenCount: number;
  @Column('integer', { default: 0 }) readonly workItemCount: number;
  @Column('integer', { default: 0 }) readonly labelCount: number;
  @Column('integer') readonly version: number;
  @Column('timestamptz') readonly updatedAt: Date;
  @Column({ type: 'bigint', select: false, insert: false, update: false, default: 0 })
  readonly changedIn: string;
}

@Entity('timeline_entry')
export class TimelineEntryEntity implements TimelineEntry {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column({ type: 'bigint', select: false, insert: false }) readonly position: string;
  @Column('uuid') readonly ticketId: string;
  @Column('timestamptz') readonly at: Date;
  @Column('jsonb') readonly actor: Actor;
  @Column('text') readonly kind: TimelineKind;
  @Column('jsonb') readonly before: Facts;
  @Column('jsonb') readonly after: Facts;
  @Column('uuid', { nullable: true }) readonly messageId: string | null;
}

@Entity('promise')
export class PromiseEntity implements MarkedPromise {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('text') readonly kind: PromiseKind;
  @Column('timestamptz') readonly dueAt: Date;
  @Column('timestamptz') readonly toldAt: Date;
  @Column('text') readonly toldIn: string;
  @Column('timestamptz', { nullable: true }) readonly renewAt: Date | null;
  @Column('text') readonly state: PromiseState;
  @Column('timestamptz', { nullable: true }) readonly settledAt: Date | null;
}
