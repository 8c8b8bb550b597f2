import type { Stretch } from './business-calendar';
import { ACTIVE_STATUSES, type Facts, type TicketStatus, type WaitingOn } from './ticket';

/** What stood from one change to the next; `to` is null while it lasts. */
export interface Standing {
  readonly from: Date;
  readonly to: Date | null;
  readonly status: string;
  readonly waitingOn: string;
  readonly assigneeId: string | null;
}

export interface Replayed {
  readonly at: Date;
  readonly after: Facts;
}

interface Start {
  readonly openedAt: Date;
  readonly status: TicketStatus;
  readonly waitingOn: WaitingOn;
  readonly assigneeId: string | null;
}

const word = (value: Facts[string] | undefined, before: string): string =>
  typeof value === 'string' ? value : before;

/** The history of a ticket as stretches without a gap, from its first message on. */
export const standings = (start: Start, entries: readonly Replayed[]): readonly Standing[] => {
  // A ticket without a history stood all the time as it stands.
  let now: Standing = {
    from: start.openedAt,
    to: null,
    status: entries.length === 0 ? start.status : 'NEW',
    waitingOn: entries.length === 0 ? start.waitingOn : 'US',
    assigneeId: entries.length === 0 ? start.assigneeId : null,
  };
  const passed: Standing[] = [];
  for (const { at, after } of entries) {
    const assigneeId = 'assigneeId' in after ? after.assigneeId : now.assigneeId;
    const next: Standing = {
      from: new Date(Math.max(at.getTime(), now.from.getTime())),
      to: null,
      status: word(after.status, now.status),
      waitingOn: word(after.waitingOn, now.waitingOn),
      assigneeId: typeof assigneeId === 'string' ? assigneeId : null,
    };
    const same =
      next.status === now.status &&
      next.waitingOn === now.waitingOn &&
      next.assigneeId === now.assigneeId;
    if (same) continue;
    if (next.from > now.from) passed.push({ ...now, to: next.from });
    now = next;
  }
  return [...passed, now];
};

export const isActive = ({ status }: Pick<Standing, 'status'>): boolean =>
  ACTIVE_STATUSES.some((active) => active === status);

/** Neighbouring stretches for which the same holds, as one. */
export const merged = (
  stretches: readonly Standing[],
  same: (one: Standing, other: Standing) => boolean,
): readonly Standing[] => {
  const together: Standing[] = [];
  for (const stretch of stretches) {
    const last = together.at(-1);
    const touches = last?.to?.getTime() === stretch.from.getTime();
    if (last !== undefined && touches && same(last, stretch))
      together.splice(-1, 1, { ...last, to: stretch.to });
    else together.push(stretch);
  }
  return together;
};

/** The parts of a ticket's life in which something held up to an end, and since when it still does. */
export const lasted = (
  stretches: readonly Standing[],
  counts: (stretch: Standing) => boolean,
  end: Date | null,
): { readonly parts: readonly Stretch[]; readonly runningSince: Date | null } => {
  const parts: Stretch[] = [];
  let runningSince: Date | null = null;
  for (const stretch of stretches) {
    if (!counts(stretch) || (end !== null && stretch.from >= end)) continue;
    const to = end !== null && (stretch.to === null || stretch.to > end) ? end : stretch.to;
    if (to === null) runningSince = stretch.from;
    else parts.push({ from: stretch.from, to });
  }
  return { parts, runningSince };
};
