import type { Role } from '../../domain/actor';
import type { IntakeMode } from '../../domain/chatter';
import type { Platform } from './chat-event';
import type { Assignment } from './escalations';

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly defaultIntakeMode: IntakeMode;
  readonly groupingWindowSec: number;
  readonly firstResponseTargetMin: number;
  readonly claimLeaseMin: number;
}

export interface Workspace {
  readonly id: string;
  readonly tenantId: string;
  readonly platform: Platform;
  /** Slack team or enterprise id; Entra tenant id. */
  readonly externalId: string;
  readonly name: string;
  readonly botUserId: string | null;
  readonly appId: string | null;
  readonly active: boolean;
  /** False where a customer's own organisation installed us: its people are customers. */
  readonly isOurs: boolean;
}

export type ChannelKind = 'CUSTOMER' | 'TRIAGE' | 'INTERNAL';

export interface Channel {
  readonly id: string;
  readonly tenantId: string;
  readonly workspaceId: string;
  readonly platform: Platform;
  readonly workspace: string;
  /** The platform's newest id of it; older ids stay as aliases. */
  readonly externalId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  /** Null inherits the tenant's default. */
  readonly intakeMode: IntakeMode | null;
  readonly customerId: string | null;
  readonly queueId: string | null;
  readonly isExternallyShared: boolean;
  readonly active: boolean;
  readonly joinedAt: Date;
}

export interface Customer {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly tier: string;
  readonly zone: string | null;
  readonly ownerId: string | null;
  readonly createdAt: Date;
}

export interface Queue {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly triageChannelId: string | null;
  /** How it gives out new tickets. */
  readonly assignment: Assignment;
  /** Steps of its escalation path, level 1 first. */
  readonly levels: readonly {
    readonly level: number;
    readonly name: string;
    readonly ownerId: string | null;
  }[];
}

export interface Member {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly role: Role;
  /** False for a colleague who is no agent, and for whoever left: may do nothing. */
  readonly active: boolean;
  /** A supervisor or the platform switched this person off: joining a room does not undo it. */
  readonly deactivatedByHand: boolean;
  /** What a partner is limited to; says nothing of anybody else. */
  readonly queueIds: readonly string[];
  readonly avatarUrl: string | null;
  readonly zone: string | null;
}

export interface Contact {
  readonly id: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly name: string;
  readonly zone: string | null;
}

/** Who a principal is to this tenant. `ignored` is an entry of the override list. */
export type Identity =
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'ignored' };
