import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Link, LinkKind } from '../../app/ports/links';

/** Two that are one. */
@Entity('link')
export class LinkEntity implements Link {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: LinkKind;
  @Column('uuid') readonly duplicateId: string;
  @Column('uuid') readonly intoId: string;
  @Column('timestamptz') readonly linkedAt: Date;
  @Column('timestamptz', { nullable: true }) readonly unlinkedAt: Date | null;
}

/** One row that a link moved. */
@Entity('link_move')
export class LinkMoveEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly linkId: string;
  @PrimaryColumn('text') readonly what: string;
  @PrimaryColumn('text') readonly rowKey: string;
}
