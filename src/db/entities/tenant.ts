import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Platform } from '../../app/ports/chat-event';
import type { Tenant, Workspace } from '../../app/ports/records';
import type { IntakeMode } from '../../domain/chatter';

@Entity('tenant')
export class TenantEntity implements Tenant {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly zone: string;
  @Column('text') readonly defaultIntakeMode: IntakeMode;
  @Column('integer') readonly groupingWindowSec: number;
  @Column('integer') readonly firstResponseTargetMin: number;
  @Column('integer') readonly claimLeaseMin: number;
  @Column('integer', { select: false, default: 0 }) readonly lastTicketNumber: number;
  @Column('timestamptz', { select: false, default: () => 'now()' }) readonly createdAt: Date;
}

@Entity('workspace')
export class WorkspaceEntity implements Workspace {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly platform: Platform;
  @Column('text') readonly externalId: string;
  @Column('text') readonly name: string;
  @Column('text', { nullable: true }) readonly botUserId: string | null;
  @Column('text', { nullable: true }) readonly appId: string | null;
  @Column('boolean', { default: true }) readonly active: boolean;
  @Column('boolean', { default: true }) readonly isOurs: boolean;
  @Column('timestamptz', { select: false }) readonly installedAt: Date;
}

/** Read before a tenant is known; never by the tenants' role. */
@Entity('installation')
export class InstallationEntity {
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly externalId: string;
  @Column('uuid') readonly tenantId: string;
  @Column('uuid') readonly workspaceId: string;
  @Column('text') readonly sealedBotToken: string;
  @Column('text', { array: true }) readonly scopes: string[];
  @Column('timestamptz') readonly installedAt: Date;
  @Column('timestamptz', { nullable: true }) readonly revokedAt: Date | null;
}

@Entity('install_state')
export class InstallStateEntity {
  @PrimaryColumn('bytea') readonly stateHash: Buffer;
  @Column('timestamptz') readonly expiresAt: Date;
}
