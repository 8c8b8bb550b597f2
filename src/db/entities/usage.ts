import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often a token asked within its present minute. */
@Entity('api_usage')
export class ApiUsageEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly tokenId: string;
  @Column('timestamptz') readonly windowStart: Date;
  @Column('integer') readonly used: number;
}
