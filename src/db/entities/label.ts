import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Label, LabelColour } from '../../domain/label';

@Entity('label')
export class LabelEntity implements Label {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly colour: LabelColour;
  @Column('timestamptz', { nullable: true }) readonly archivedAt: Date | null;
}

@Entity('ticket_label')
export class TicketLabelEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly ticketId: string;
  @PrimaryColumn('uuid') readonly labelId: string;
}
