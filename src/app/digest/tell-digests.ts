import { lately, slotAfter, stretchOf } from '../../domain/digest-schedule';
import { DeskError, isToBeTold } from '../../domain/errors';
import { zoneClock } from '../calendar/zone-clock';
import { digestCard } from '../cards/digest-card';
import type { Desk } from '../desk';
import type { Window } from '../metrics/window';
import type { Digest, DueDigest } from '../ports/digests';
import type { Readers } from '../ports/readers';
import type { Tx } from '../ports/store';
import { errand } from '../tickets/team-room';
import { troubleWith } from './digest-room';
import { readDigest } from './read-digest';

export interface DigestTeller {
  readonly desk: Desk;
  readonly readers: Readers;
  /** Where the dashboard is; null: nobody said. */
  readonly dashboard: string | null;
}

const same = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();

/** What it speaks of: the stretch since the last one, or what somebody asked for. */
const stretch = (digest: Digest, now: Date): { window: Window | null; isScheduled: boolean } => {
  const isScheduled = digest.dueAt <= now;
  const window = isScheduled
    ? stretchOf(zoneClock, digest, digest.toldUntil, now)
    : lately(digest.period, now);
  return { window, isScheduled };
};

const tell = async (
  tx: Tx,
  read: Digest,
  card: ReturnType<typeof digestCard> | null,
  toldUntil: Date | null,
  now: Date,
): Promise<void> => {
  const digest = await tx.digests.lock(read.period);
  // Another worker told it, or somebody changed it meanwhile: then it is due again, or not at all.
  if (digest === null || !same(digest.dueAt, read.dueAt) || !same(digest.askedAt, read.askedAt))
    return;
  const room = await tx.desk.channelById(digest.channelId);
  const trouble = troubleWith(room);
  const isTold = card !== null && room !== null && trouble === null;
  if (isTold) await tx.send([errand(room, null, { what: { kind: 'card', card, as: null } })]);
  await tx.digests.keep({
    ...digest,
    dueAt: slotAfter(zoneClock, digest, now) ?? digest.dueAt,
    toldUntil: toldUntil ?? digest.toldUntil,
    toldAt: isTold ? now : digest.toldAt,
    askedAt: null,
    trouble,
  });
};

const tellOne = async (
  { desk, readers, dashboard }: DigestTeller,
  { tenantId, digest }: DueDigest,
  now: Date,
): Promise<void> => {
  const { window, isScheduled } = stretch(digest, now);
  const { period, zone } = digest;
  // Read outside the transaction: figures over a week may take a moment, and nothing waits for them.
  const card =
    window === null
      ? null
      : digestCard(await readDigest(readers, tenantId, period, zone, window, now), dashboard);
  const toldUntil = isScheduled ? (window?.to ?? null) : null;
  await desk.unitOfWork.run(tenantId, (tx) => tell(tx, digest, card, toldUntil, now));
};

/** Tells every digest that is due, each once. Returns how many were due. */
export const tellDigests = async (teller: DigestTeller, limit: number): Promise<number> => {
  const { desk } = teller;
  const now = desk.clock.now();
  const due = await desk.directory.dueDigests(now, limit);
  for (const one of due) {
    try {
      await tellOne(teller, one, now);
    } catch (error) {
      // One desk's trouble must not keep the others waiting; it is due again next time.
      if (error instanceof DeskError && !isToBeTold(error)) throw error;
      desk.log.error('digest failed', { tenant: one.tenantId }, error);
    }
  }
  if (due.length > 0) desk.nudge();
  return due.length;
};
