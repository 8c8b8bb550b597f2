import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Digest } from '../../app/ports/digests';
import type { DigestPeriod } from '../../domain/digest-schedule';

@Entity('digest')
export class DigestEntity implements Digest {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly period: DigestPeriod;
  @Column('uuid') readonly channelId: string;
  @Column('text') readonly zone: string;
  @Column('integer') readonly hour: number;
  @Column('jsonb') readonly weekdays: readonly number[];
  @Column('timestamptz') readonly dueAt: Date;
  @Column('timestamptz', { nullable: true }) readonly toldUntil: Date | null;
  @Column('timestamptz', { nullable: true }) readonly toldAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly askedAt: Date | null;
  @Column('text', { nullable: true }) readonly trouble: string | null;
}
