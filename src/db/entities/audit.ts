import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuditDoor, Snapshot } from '../../app/ports/audit';
import type { Actor } from '../../domain/actor';

/** Something that somebody changed of the desk itself. */
@Entity('audit_entry')
export class AuditEntryEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('integer') readonly seq: number;
  @Column('uuid') readonly id: string;
  @Column('timestamptz') readonly at: Date;
  @Column('text') readonly via: AuditDoor;
  @Column('text') readonly action: string;
  @Column('jsonb') readonly actor: Actor;
  @Column('uuid', { nullable: true }) readonly actorId: string | null;
  @Column('text', { nullable: true }) readonly subject: string | null;
  @Column('uuid', { nullable: true }) readonly subjectId: string | null;
  @Column('jsonb') readonly before: Snapshot;
  @Column('jsonb') readonly after: Snapshot;
  @Column('text') readonly prevHash: string;
  @Column('text') readonly hash: string;
}

/** Where the log of a tenant ends. */
@Entity('audit_head')
export class AuditHeadEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @Column('integer') readonly seq: number;
  @Column('text') readonly hash: string;
}
