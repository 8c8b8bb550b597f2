import { roundTheClock } from '../../domain/business-calendar';
import { bucketOf } from '../../domain/histogram';
import { openTimeIn } from '../../domain/open-time';
import { zoneClock } from '../calendar/zone-clock';
import { spelledOut } from '../care/time-rules';
import type { Bar, FactRow, Lasting } from '../ports/facts';
import type { Readers } from '../ports/readers';

type Running = Pick<Lasting, 'openSeconds' | 'runningSince' | 'calendarId' | 'calendarVersion'>;

const keyOf = ({ calendarId, calendarVersion }: Running): string =>
  `${calendarId} ${calendarVersion}`;

/** Tells the open seconds of each up to an instant; its calendar as it stood when it was counted. */
const reckoner = async (
  readers: Readers,
  tenantId: string,
  running: readonly Running[],
  asOf: Date,
): Promise<(one: Running) => number> => {
  const first = running.reduce(
    (least, { runningSince }) => Math.min(least, runningSince?.getTime() ?? least),
    asOf.getTime(),
  );
  const which = new Map<string, { id: string; version: number }>();
  for (const one of running)
    if (one.calendarId !== null && one.calendarVersion !== null)
      which.set(keyOf(one), { id: one.calendarId, version: one.calendarVersion });
  const tables = new Map<string, (since: Date, until: Date) => number>();
  const add = (key: string, calendar: Parameters<typeof openTimeIn>[0]): void => {
    tables.set(key, openTimeIn(calendar, zoneClock, new Date(first), asOf));
  };
  if (which.size > 0)
    for (const { id, version, ...words } of await readers.calendarVersions(tenantId, [
      ...which.values(),
    ]))
      add(`${id} ${version}`, await spelledOut(words, asOf.getUTCFullYear()));
  add('null null', roundTheClock('UTC'));
  return (one) => {
    const { openSeconds, runningSince } = one;
    const open = tables.get(keyOf(one));
    return openSeconds + (runningSince === null ? 0 : (open?.(runningSince, asOf) ?? 0));
  };
};

/** What lasts, each as a bar of its own. */
export const barsOfLasting = async (
  readers: Readers,
  tenantId: string,
  lasting: readonly Lasting[],
  asOf: Date,
): Promise<readonly Bar[]> => {
  const open = await reckoner(readers, tenantId, lasting, asOf);
  return lasting.map((one) => {
    const seconds = open(one);
    const { cell, group, outcome } = one;
    return { cell, group, outcome, bucket: bucketOf(seconds), n: 1, seconds };
  });
};

/** Facts with their length in opening hours. */
export const inOpenHours = async (
  readers: Readers,
  tenantId: string,
  rows: readonly FactRow[],
  asOf: Date,
): Promise<readonly FactRow[]> => {
  const open = await reckoner(readers, tenantId, rows, asOf);
  return rows.map((row) => ({ ...row, seconds: open(row) }));
};
