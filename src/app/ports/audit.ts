import type { Actor } from '../../domain/actor';
import type { Page, Slice } from './slices';

export const AUDIT_DOORS = ['API', 'CHAT', 'COMMAND_LINE', 'SIGN_IN', 'DESK'] as const;
/** Which way somebody came in. */
export type AuditDoor = (typeof AUDIT_DOORS)[number];

/** Things by kind and id (`Queue:0192…`), each with its fields: as they stood, without secrets. */
export type Snapshot = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Something that somebody changed of the desk itself. */
export interface AuditDraft {
  readonly at: Date;
  readonly via: AuditDoor;
  /** Called as the mutation of the API that does the same. */
  readonly action: string;
  readonly actor: Actor;
  /** The kind of thing it is about, and which; null: the desk as a whole. */
  readonly subject: string | null;
  readonly subjectId: string | null;
  /** Only what changed. */
  readonly before: Snapshot;
  readonly after: Snapshot;
}

export interface AuditEntry extends AuditDraft {
  readonly tenantId: string;
  /** From 1, without a gap. */
  readonly seq: number;
  readonly id: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** The newest entry of a log. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** By what a change may name the things it changes. */
export interface Named {
  readonly ids: readonly string[];
  /** External ids, names on a platform. */
  readonly names: readonly string[];
}

/** Lives in the transaction of the change it tells of, so that both stand or fall together. */
export interface AuditStore {
  /** How the named things and the settings of the whole desk stand now. */
  snapshot(named: Named): Promise<Snapshot>;
  /** The next link of the chain: whoever writes another waits until we are done. */
  append(draft: AuditDraft): Promise<void>;
  /** In their order, from this one on. */
  from(seq: number, limit: number): Promise<readonly AuditEntry[]>;
  /** Null while nothing was written. */
  head(): Promise<AuditHead | null>;
}

export interface AuditFilter {
  readonly actorId: string | null;
  readonly actions: readonly string[] | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface AuditReaders {
  /** Newest first. */
  auditLog(tenantId: string, filter: AuditFilter, slice: Slice): Promise<Page<AuditEntry>>;
  auditEntriesById(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (AuditEntry | null)[]>;
}
