import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Channel, ChannelKind, Queue } from '../../app/ports/records';
import type { IntakeMode } from '../../domain/chatter';

@Entity('channel')
export class ChannelEntity implements Omit<Channel, 'platform' | 'workspace'> {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly workspaceId: string;
  @Column('text') readonly externalId: string;
  @Column('text') readonly name: string;
  @Column('text') readonly kind: ChannelKind;
  @Column('text', { nullable: true }) readonly intakeMode: IntakeMode | null;
  @Column('uuid', { nullable: true }) readonly customerId: string | null;
  @Column('uuid', { nullable: true }) readonly queueId: string | null;
  @Column('boolean') readonly isExternallyShared: boolean;
  @Column('boolean', { default: true }) readonly active: boolean;
  @Column('timestamptz') readonly joinedAt: Date;
}

/** An id the platform once gave the channel. */
@Entity('channel_alias')
export class ChannelAliasEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly workspaceId: string;
  @PrimaryColumn('text') readonly externalId: string;
  @Column('uuid') readonly channelId: string;
}

@Entity('queue')
export class QueueEntity implements Omit<Queue, 'levels' | 'assignment'> {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('uuid', { nullable: true }) readonly triageChannelId: string | null;
  @Column('boolean', { select: false, default: false }) readonly isDefault: boolean;
}

@Entity('queue_level')
export class QueueLevelEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly queueId: string;
  @PrimaryColumn('integer') readonly level: number;
  @Column('text') readonly name: string;
  @Column('uuid', { nullable: true }) readonly ownerId: string | null;
  @Column('integer', { default: 15 }) readonly acceptMin: number;
}

/** Which stretches of a channel's or thread's history have been read completely. */
@Entity('coverage')
export class CoverageEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly channelId: string;
  @PrimaryColumn('text') readonly threadId: string;
  @Column('tstzmultirange') readonly covered: string;
  @Column('timestamptz') readonly checkedAt: Date;
}
