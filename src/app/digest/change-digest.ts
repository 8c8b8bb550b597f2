import type { Actor } from '../../domain/actor';
import { type DigestPeriod, type DigestSchedule, slotAfter } from '../../domain/digest-schedule';
import { DeskError, notFound } from '../../domain/errors';
import { checkedZone, requireAdministration } from '../admin/requirements';
import { zoneClock } from '../calendar/zone-clock';
import type { Digest } from '../ports/digests';
import type { Tx } from '../ports/store';
import { requireOwnRoom } from './digest-room';

export interface DigestWish extends DigestSchedule {
  readonly period: DigestPeriod;
  readonly channelId: string;
}

const fault = (code: string, message: string, field: string): DeskError =>
  new DeskError('invalid', code, message, null, [field]);

const checkedDays = (period: DigestPeriod, weekdays: readonly number[]): readonly number[] => {
  const days = [...new Set(weekdays)].toSorted((one, other) => one - other);
  if (days.length === 0 || days.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
    throw fault('WEEKDAYS_NEEDED', 'Name one or more weekdays, 1 (Monday) to 7.', 'weekdays');
  if (period === 'WEEKLY' && days.length > 1)
    throw fault('ONE_WEEKDAY', 'A weekly digest has one weekday.', 'weekdays');
  return days;
};

/** Tells a digest in a room of ours from now on, instead of the one of this period before. */
export const setDigestIn = async (
  tx: Tx,
  actor: Actor,
  wish: DigestWish,
  now: Date,
): Promise<Digest> => {
  requireAdministration(actor, 'configure');
  const room = await tx.desk.channelById(wish.channelId);
  if (room === null) throw notFound('channel');
  requireOwnRoom(room);
  if (!Number.isInteger(wish.hour) || wish.hour < 0 || wish.hour > 23)
    throw fault('OUT_OF_RANGE', 'The hour is a whole number from 0 to 23.', 'hour');
  const schedule = {
    zone: checkedZone(wish.zone, 'zone'),
    hour: wish.hour,
    weekdays: checkedDays(wish.period, wish.weekdays),
  };
  const dueAt = slotAfter(zoneClock, schedule, now);
  if (dueAt === null) throw fault('WEEKDAYS_NEEDED', 'That day never comes.', 'weekdays');
  const before = await tx.digests.lock(wish.period);
  const digest: Digest = {
    ...schedule,
    period: wish.period,
    channelId: room.id,
    dueAt,
    // What was told once is not told again because the hour was changed.
    toldUntil: before?.toldUntil ?? null,
    toldAt: before?.toldAt ?? null,
    askedAt: null,
    trouble: null,
  };
  await tx.digests.keep(digest);
  return digest;
};

/** Tells it no more. */
export const stopDigestIn = async (tx: Tx, actor: Actor, period: DigestPeriod): Promise<void> => {
  requireAdministration(actor, 'configure');
  if (!(await tx.digests.remove(period))) throw noDigest(period);
};

/** Tells one as soon as may be, beside those of the schedule. */
export const askForDigestIn = async (
  tx: Tx,
  actor: Actor,
  period: DigestPeriod,
  now: Date,
): Promise<Digest> => {
  requireAdministration(actor, 'configure');
  const digest = await tx.digests.lock(period);
  if (digest === null) throw noDigest(period);
  const asked = { ...digest, askedAt: now };
  await tx.digests.keep(asked);
  return asked;
};

const noDigest = (period: DigestPeriod): DeskError =>
  new DeskError(
    'refused',
    'NO_DIGEST',
    `No ${period.toLowerCase()} digest is set.`,
    `In the room where it should be told, type /desk digest ${period.toLowerCase()}.`,
    ['period'],
  );
