import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveryTry, WebhookDeliveryState, WhyDisabled } from '../../app/ports/webhooks';
import type { TimelineKind } from '../../domain/ticket';

/** Who is told of what happens to tickets. */
@Entity('webhook')
export class WebhookEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly url: string;
  @Column('text', { array: true }) readonly kinds: readonly TimelineKind[];
  @Column('text') readonly apiVersion: string;
  @Column('text') readonly sealedSecret: string;
  @Column('text', { nullable: true }) readonly previousSealedSecret: string | null;
  @Column('timestamptz', { nullable: true }) readonly previousUntil: Date | null;
  @Column('timestamptz') readonly createdAt: Date;
  @Column('timestamptz', { nullable: true }) readonly failingSince: Date | null;
  @Column('timestamptz', { nullable: true }) readonly disabledAt: Date | null;
  @Column('text', { nullable: true }) readonly disabledBecause: WhyDisabled | null;
}

/** One event on its way to one webhook. */
@Entity('webhook_delivery')
export class WebhookDeliveryEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly webhookId: string;
  @Column('uuid') readonly entryId: string;
  @Column('text', { default: 'PENDING' }) readonly state: WebhookDeliveryState;
  @Column('timestamptz') readonly dueAt: Date;
  @Column('integer', { default: 0 }) readonly attempts: number;
  @Column('jsonb', { default: [] }) readonly tries: readonly DeliveryTry[];
  @Column('timestamptz') readonly createdAt: Date;
  @Column('timestamptz', { nullable: true }) readonly finishedAt: Date | null;
  @Column('uuid', { nullable: true }) readonly leaseToken: string | null;
  @Column('timestamptz', { nullable: true }) readonly leaseUntil: Date | null;
}
