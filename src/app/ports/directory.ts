import type { Platform } from './chat-event';
import type { DueDigest } from './digests';

/** Questions that come before a tenant is known. */
export interface Directory {
  /** Which tenant's installation heard this. Null when none is active or known. */
  tenantOf(platform: Platform, workspace: string): Promise<string | null>;
  /** The desks of this database, by name. */
  tenants(limit: number): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Tickets whose time has come, over all tenants; found by index. */
  due(now: Date, limit: number): Promise<readonly DueRow[]>;
  /** Queues that give out tickets by themselves and look again for somebody who is free. */
  givingOut(
    now: Date,
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly queueId: string }[]>;
  /** Digests whose time has come or that somebody asked for, over all tenants. */
  dueDigests(now: Date, limit: number): Promise<readonly DueDigest[]>;
  /** Tenants with ended facts that are not added up yet. */
  unrolled(limit: number): Promise<readonly string[]>;
  /** Tickets that changed since figures counted them, over all tenants. */
  uncounted(
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly ticketId: string }[]>;
  /** Accounts whose kept health is missing, old, or older than a change of their tickets. */
  unweighed(
    now: Date,
    limit: number,
  ): Promise<readonly { readonly tenantId: string; readonly customerId: string }[]>;
}

export type DueRow = { readonly tenantId: string; readonly ticketId: string } & (
  | {
      readonly kind:
        | 'snooze-ended'
        | 'check-due'
        | 'silence-due'
        | 'recovery-due'
        | 'claim-expired'
        | 'clock-due'
        | 'acceptance-due'
        | 'work-item-moved';
    }
  | { readonly kind: 'promise-fading' | 'promise-due'; readonly promiseId: string }
);
