import type { Platform } from './chat-event';

/** One installation of ours, with the token that speaks for it. */
export interface Installation {
  readonly platform: Platform;
  /** Slack team id, or enterprise id for an organisation-wide install; Entra tenant id. */
  readonly externalId: string;
  readonly name: string;
  readonly appId: string | null;
  readonly botUserId: string | null;
  readonly botToken: string;
  readonly scopes: readonly string[];
}

/** Which desk a new installation belongs to, where it is not to found one of its own. */
export interface Joining {
  readonly tenantId: string;
  /** False where a customer's own organisation installed us. */
  readonly isOurs: boolean;
}

/** Tokens are sealed at rest; a tenant is created with its first installation. */
export interface Installations {
  /**
   * `installedAt` decides: a late uninstall cannot undo a newer install. Returns the tenant's id.
   * `joining` counts for a workspace met for the first time only.
   */
  save(installation: Installation, installedAt: Date, joining?: Joining): Promise<string>;
  /** Null when unknown or revoked. Throws `unavailable` when it could not be looked up. */
  find(platform: Platform, externalId: string): Promise<Installation | null>;
  revoke(platform: Platform, externalId: string, at: Date): Promise<void>;
  /** OAuth state: one use, ten minutes. */
  issueState(state: string, expiresAt: Date): Promise<void>;
  /** False when unknown, used or expired. */
  useState(state: string, now: Date): Promise<boolean>;
}
