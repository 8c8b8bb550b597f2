import { escalationCause } from './escalation-reason';
import type { Replayed, Standing } from './stretches';
import type { Facts, TimelineKind } from './ticket';
import { length, point, type Told } from './told';

export interface Happened extends Replayed {
  readonly kind: TimelineKind;
  /** The member who did it. */
  readonly memberId: string | null;
}

const text = (value: Facts[string] | undefined): string | null =>
  typeof value === 'string' ? value : null;

/** What ends the question who takes it: somebody has it, it went back, or it is asked anew. */
const ends = ({ kind, memberId, after }: Happened, owner: string | null): boolean =>
  kind === 'ESCALATED' ||
  kind === 'ESCALATION_ACCEPTED' ||
  kind === 'ESCALATION_RETURNED' ||
  text(after.assigneeId) !== null ||
  (owner !== null && memberId === owner);

/** Each escalation, and how long it took until somebody took it. */
export const escalations = (
  entries: readonly Happened[],
  end: Date | null,
): { readonly escalated: readonly Told[]; readonly accepted: readonly Told[] } => {
  const escalated: Told[] = [];
  const accepted: Told[] = [];
  for (const [index, { kind, at, after }] of entries.entries()) {
    if (kind !== 'ESCALATED') continue;
    const reason = escalationCause(after.because);
    escalated.push({ ...point(at), reason });
    const owner = text(after.assigneeId);
    const next = entries.slice(index + 1).find((one) => ends(one, owner));
    const ended = end !== null && end > at ? end : null;
    if (next === undefined || (end !== null && next.at > end)) {
      accepted.push({ ...length(at, ended, 'DROPPED'), reason, memberId: null });
      continue;
    }
    const isTaken = next.kind !== 'ESCALATED' && next.kind !== 'ESCALATION_RETURNED';
    const taker = text(next.after.assigneeId) ?? next.memberId;
    accepted.push({
      ...length(at, next.at, isTaken ? 'DONE' : 'DROPPED'),
      reason,
      memberId: isTaken ? taker : null,
    });
  }
  return { escalated, accepted };
};

/** Each change from one owner to another, the queue in between or not. */
export const transfers = (stretches: readonly Standing[]): readonly Told[] => {
  const told: Told[] = [];
  let last: string | null = null;
  for (const { assigneeId, from } of stretches) {
    if (assigneeId === null) continue;
    if (last !== null && assigneeId !== last) told.push({ ...point(from), memberId: assigneeId });
    last = assigneeId;
  }
  return told;
};
