import type { DigestPeriod, DigestSchedule } from '../../domain/digest-schedule';

/** What a supervisor wants told into a room, and how far that has come. */
export interface Digest extends DigestSchedule {
  readonly period: DigestPeriod;
  readonly channelId: string;
  readonly dueAt: Date;
  /** Where the last one ended; null: none was told yet. */
  readonly toldUntil: Date | null;
  readonly toldAt: Date | null;
  /** Somebody wants one now, whatever the hour. */
  readonly askedAt: Date | null;
  /** Why the last one was not told; null: it was. */
  readonly trouble: string | null;
}

export interface DigestStore {
  all(): Promise<readonly Digest[]>;
  /** Locks it until the transaction ends. */
  lock(period: DigestPeriod): Promise<Digest | null>;
  /** One of each period; the one before is replaced. */
  keep(digest: Digest): Promise<void>;
  /** False if there is none. */
  remove(period: DigestPeriod): Promise<boolean>;
}

/** Digests as the API and the runner read them. */
export interface DigestReaders {
  digests(tenantId: string): Promise<readonly Digest[]>;
}

/** A digest whose time has come, or that somebody asked for. */
export interface DueDigest {
  readonly tenantId: string;
  readonly digest: Digest;
}
