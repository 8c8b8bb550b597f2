import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OwnWords } from '../../app/ports/feedback';

/** How a desk follows up by itself, where it has set that. */
@Entity('care_settings')
export class CareSettingsEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @Column('integer') readonly checkInDays: number;
  @Column('integer') readonly unconfirmedDays: number;
  @Column('jsonb') readonly ownWords: OwnWords;
}
