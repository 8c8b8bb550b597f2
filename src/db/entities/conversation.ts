import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Platform } from '../../app/ports/chat-event';
import type { Conversation } from '../../app/ports/conversations';

/** Read before a tenant is known; never by the tenants' role. */
@Entity('conversation')
export class ConversationEntity implements Conversation {
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly id: string;
  @Column('text') readonly workspace: string;
  @Column('text') readonly kind: Conversation['kind'];
  @Column('text', { nullable: true }) readonly name: string | null;
  @Column('text', { nullable: true }) readonly teamId: string | null;
  @Column('text') readonly botId: string;
  @Column('text') readonly serviceUrl: string;
  @Column('timestamptz') readonly seenAt: Date;
  @Column('timestamptz', { nullable: true }) readonly heardAllAt: Date | null;
}

/** Read before a tenant is known; never by the tenants' role. */
@Entity('chat_address')
export class ChatAddressEntity {
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly workspace: string;
  @PrimaryColumn('text') readonly userId: string;
  @Column('text') readonly accountId: string;
  @Column('text') readonly metIn: string;
  @Column('text', { nullable: true }) readonly personal: string | null;
  @Column('timestamptz') readonly seenAt: Date;
}
