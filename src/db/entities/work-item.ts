import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WorkItem } from '../../app/ports/work-items';
import type { TrackerKind, WorkItemState } from '../../domain/work-item';

/** A tracker that tells this desk of its items. */
@Entity('tracker')
export class TrackerEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: TrackerKind;
  @Column('text') readonly site: string;
  @Column('text') readonly sealedSecret: string;
  @Column('timestamptz') readonly connectedAt: Date;
  @Column('timestamptz', { nullable: true }) readonly heardAt: Date | null;
}

/** An issue or pull request, as its tracker told of it. */
@Entity('work_item')
export class WorkItemEntity implements WorkItem {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: TrackerKind;
  @Column('text') readonly site: string;
  @Column('text') readonly key: string;
  @Column('text') readonly url: string;
  @Column('text', { nullable: true }) readonly title: string | null;
  @Column('text', { default: 'UNKNOWN' }) readonly state: WorkItemState;
  @Column('text', { nullable: true }) readonly stateName: string | null;
  @Column('timestamptz', { nullable: true }) readonly changedAt: Date | null;
  @Column('text', { nullable: true }) readonly externalId: string | null;
  @Column('text', { array: true, default: '{}' }) readonly formerKeys: readonly string[];
  @Column('uuid', { nullable: true }) readonly joinedTo: string | null;
}

/** That a ticket is linked to an item, and what it shows of it. */
@Entity('ticket_work_item')
export class TicketWorkItemEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly ticketId: string;
  @PrimaryColumn('uuid') readonly workItemId: string;
  @Column('timestamptz') readonly linkedAt: Date;
  @Column('text') readonly shownState: WorkItemState;
  @Column('text', { nullable: true }) readonly shownStateName: string | null;
  @Column('timestamptz', { nullable: true }) readonly dueAt: Date | null;
}
