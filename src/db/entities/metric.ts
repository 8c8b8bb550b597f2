import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fact, FactKind } from '../../domain/fact';
import type { Priority } from '../../domain/ticket';

@Entity('metric_fact')
export class MetricFactEntity implements Fact {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly ticketId: string;
  @Column('text') readonly kind: FactKind;
  @Column('integer') readonly ordinal: number;
  @Column('timestamptz') readonly seenAt: Date;
  @Column('timestamptz', { nullable: true }) readonly goneAt: Date | null;
  @Column('timestamptz') readonly openedAt: Date;
  @Column('timestamptz') readonly beganAt: Date;
  @Column('timestamptz', { nullable: true }) readonly endedAt: Date | null;
  @Column('text', { nullable: true }) readonly outcome: string | null;
  @Column('double precision') readonly seconds: number;
  @Column('double precision', { default: 0 }) readonly openSeconds: number;
  @Column('uuid', { nullable: true }) readonly calendarId: string | null;
  @Column('integer', { nullable: true }) readonly calendarVersion: number | null;
  @Column('timestamptz', { nullable: true }) readonly runningSince: Date | null;
  @Column('timestamptz', { nullable: true }) readonly dueAt: Date | null;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @Column('uuid') readonly customerId: string;
  @Column('uuid') readonly channelId: string;
  @Column('uuid') readonly queueId: string;
  @Column('text') readonly priority: Priority;
  @Column('uuid', { nullable: true }) readonly memberId: string | null;
  @Column('text', { nullable: true }) readonly cause: string | null;
  @Column('integer', { nullable: true }) readonly reach: number | null;
  @Column('uuid', { array: true, default: '{}' }) readonly labelIds: string[];
}

/** An ended fact that is still to be added to its day, or taken away. */
@Entity('metric_pending')
export class MetricPendingEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  readonly position: string;
  @Column('text') readonly kind: FactKind;
  @Column('timestamptz') readonly beganAt: Date;
  @Column('uuid') readonly factId: string;
  @Column('integer') readonly sign: number;
}

/** Ended facts, added up by days or blocks of them. */
@Entity('metric_rollup')
export class MetricRollupEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly kind: FactKind;
  @PrimaryColumn('text') readonly facet: string;
  @PrimaryColumn('integer') readonly size: number;
  @PrimaryColumn('integer') readonly span: number;
  @PrimaryColumn('text') readonly key: string;
  @PrimaryColumn('text') readonly outcome: string;
  @Column('integer') readonly n: number;
  @Column('bytea') readonly bars: Buffer;
  @Column('bytea') readonly openBars: Buffer;
}

/** By whose days a tenant is added up. */
@Entity('metric_rolled')
export class MetricRolledEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @Column('text') readonly zone: string;
  @Column('integer', { nullable: true }) readonly nextHour: number | null;
}

/** A ticket that changed since it was counted. */
@Entity('metric_dirty')
export class MetricDirtyEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly ticketId: string;
  @Column('boolean', { default: false }) readonly backfill: boolean;
}
