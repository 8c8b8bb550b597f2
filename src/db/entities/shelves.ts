import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Platform } from '../../app/ports/chat-event';
import type { Outgoing } from '../../app/ports/chat-platform';
import type { OutboxKind } from '../../app/ports/queues';

/** What the two queues share: when a row is due, who holds it, how it ended. */
abstract class QueueColumns {
  @Column({ type: 'bigint', select: false, insert: false }) readonly position: string;
  @Column('text') readonly lane: string;
  @Column('timestamptz', { default: () => 'now()' }) readonly notBefore: Date;
  @Column('integer', { default: 0 }) readonly attempts: number;
  @Column('text', { nullable: true }) readonly leaseOwner: string | null;
  @Column('uuid', { nullable: true }) readonly leaseToken: string | null;
  @Column('timestamptz', { nullable: true }) readonly leaseUntil: Date | null;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @Column('timestamptz', { nullable: true }) readonly finishedAt: Date | null;
}

@Entity('inbox')
export class InboxEntity extends QueueColumns {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly platform: Platform;
  @Column('text') readonly workspace: string;
  @Column('text') readonly dedupKey: string;
  @Column('bytea') readonly raw: Buffer;
  @Column('timestamptz', { nullable: true }) readonly occurredAt: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) readonly receivedAt: Date;
  @Column('text', { default: 'PENDING' }) readonly state: 'PENDING' | 'DONE' | 'PARKED';
  @Column('timestamptz', { nullable: true }) readonly firstTriedAt: Date | null;
}

@Entity('outbox')
export class OutboxEntity extends QueueColumns {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: OutboxKind;
  @Column('text') readonly platform: Platform;
  @Column('text') readonly workspace: string;
  @Column('text') readonly channel: string;
  @Column('text', { nullable: true }) readonly threadId: string | null;
  @Column('jsonb', { nullable: true }) readonly what: Outgoing | null;
  @Column('uuid', { nullable: true }) readonly ticketId: string | null;
  @Column('uuid', { nullable: true }) readonly messageId: string | null;
  @Column('text', { nullable: true }) readonly surface: string | null;
  @Column('text', { nullable: true }) readonly inThreadOf: string | null;
  @Column('text', { nullable: true }) readonly atChannel: string | null;
  @Column('text', { nullable: true }) readonly atMessage: string | null;
  @Column('text', { nullable: true }) readonly userId: string | null;
  @Column('text', { default: 'PENDING' })
  readonly state: 'PENDING' | 'SENT' | 'REFUSED' | 'CANCELLED';
  @Column('timestamptz', { default: () => 'now()' }) readonly createdAt: Date;
  @Column('timestamptz', { nullable: true }) readonly claimedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly uncertainSince: Date | null;
  @Column('timestamptz', { nullable: true }) readonly heldSince: Date | null;
  @Column('text', { nullable: true }) readonly sentAs: string | null;
  @Column('integer', { default: 0 }) readonly part: number;
}

/** Where a surface stands, to be edited there. */
@Entity('surface')
export class SurfaceEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly name: string;
  @Column('text') readonly platform: Platform;
  @Column('text') readonly workspace: string;
  @Column('text') readonly channel: string;
  @Column('text') readonly message: string;
  @Column('timestamptz', { default: () => 'now()' }) readonly postedAt: Date;
}

/** How fast one kind of call may go to one channel. */
@Entity('send_pace')
export class SendPaceEntity {
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly workspace: string;
  @PrimaryColumn('text') readonly channel: string;
  @PrimaryColumn('text') readonly kind: OutboxKind;
  @Column('timestamptz', { default: () => `'-infinity'` }) readonly steadyAt: Date;
  @Column('timestamptz', { default: () => `'-infinity'` }) readonly blockedUntil: Date;
}
