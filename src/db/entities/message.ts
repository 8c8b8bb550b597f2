import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IntakeDecision, IntakeReason } from '../../domain/chatter';
import type { Text } from '../../domain/text';
import type { Author, DeliveryState, FileLink, Message, Visibility } from '../../domain/ticket';

@Entity('message')
export class MessageEntity implements Omit<Message, 'author'> {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { nullable: true }) readonly ticketId: string | null;
  @Column('uuid') readonly channelId: string;
  @Column('text', { nullable: true }) readonly platformId: string | null;
  @Column('text', { nullable: true }) readonly threadId: string | null;
  @Column('text') readonly authorKind: Author['kind'];
  @Column('uuid', { nullable: true }) readonly authorId: string | null;
  @Column('text') readonly authorName: string;
  @Column('text') readonly visibility: Visibility;
  @Column('jsonb') readonly body: Text;
  /** The body without formatting, for search. */
  @Column('text', { select: false }) readonly plain: string;
  @Column('jsonb') readonly files: readonly FileLink[];
  @Column('timestamptz') readonly occurredAt: Date;
  @Column('timestamptz', { nullable: true }) readonly editedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly deletedAt: Date | null;
  @Column('boolean', { default: false }) readonly editedAfterAnswer: boolean;
  @Column('boolean') readonly needsAnswer: boolean;
  @Column('text') readonly deliveryState: DeliveryState;
  @Column('text', { nullable: true }) readonly deliveryError: string | null;
  @Column('uuid', { nullable: true, select: false }) readonly spokenChannelId: string | null;
  @Column('text', { nullable: true, select: false }) readonly spokenId: string | null;
}

/** What stood in a message before an edit. */
@Entity('message_edit')
export class MessageEditEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly messageId: string;
  @Column('jsonb') readonly body: Text;
  @Column('jsonb') readonly files: readonly FileLink[];
  @Column('timestamptz') readonly replacedAt: Date;
}

/** An edit or deletion that came before its message. */
@Entity('early_change')
export class EarlyChangeEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly channelId: string;
  @Column('text') readonly platformId: string;
  @Column('text') readonly kind: 'edited' | 'deleted';
  @Column('timestamptz') readonly at: Date;
  @Column('jsonb', { nullable: true }) readonly body: Text | null;
  @Column('jsonb', { nullable: true }) readonly files: readonly FileLink[] | null;
}

@Entity('intake_decision')
export class IntakeDecisionEntity implements IntakeDecision {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column({ type: 'bigint', select: false, insert: false }) readonly position: string;
  @Column('uuid') readonly messageId: string;
  @Column('text') readonly verdict: IntakeDecision['verdict'];
  @Column('text') readonly reason: IntakeReason;
  @Column('uuid', { nullable: true }) readonly ticketId: string | null;
  @Column('timestamptz') readonly at: Date;
  @Column('uuid', { nullable: true }) readonly decidedBy: string | null;
}
