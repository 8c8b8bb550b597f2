import type { Tenant } from './records';
import type { StoredToken, TokenView } from './tokens';

/** What an administrator may set for the whole desk. */
export type DeskSettings = Pick<
  Tenant,
  'zone' | 'defaultIntakeMode' | 'groupingWindowSec' | 'firstResponseTargetMin' | 'claimLeaseMin'
>;

export interface LevelDraft {
  readonly name: string;
  readonly ownerId: string | null;
}

/** What only administration writes, inside one transaction of one tenant. */
export interface AdminStore {
  saveSettings(settings: DeskSettings): Promise<void>;
  /** False when another queue has that name. */
  insertQueue(queueId: string, name: string): Promise<boolean>;
  /** False when another queue has that name. */
  renameQueue(queueId: string, name: string): Promise<boolean>;
  /** The whole escalation path, level 1 first. */
  replaceLevels(queueId: string, levels: readonly LevelDraft[]): Promise<void>;
  insertToken(token: StoredToken): Promise<void>;
  /** Locks it until the transaction ends. */
  token(tokenId: string): Promise<TokenView | null>;
  /** False when it is revoked already. */
  revokeToken(tokenId: string, at: Date): Promise<boolean>;
  expireToken(tokenId: string, at: Date): Promise<void>;
}
