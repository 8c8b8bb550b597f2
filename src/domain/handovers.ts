import type { Replayed, Standing } from './stretches';
import type { TimelineKind } from './ticket';
import { length, point, type Told } from './told';

export interface Happened extends Replayed {
  readonly kind: TimelineKind;
  /** The member who did it. */
  readonly memberId: string | null;
}

/** Each escalation, and how long it took until its new owner did anything. */
export const escalations = (
  entries: readonly Happened[],
  end: Date | null,
): { readonly escalated: readonly Told[]; readonly accepted: readonly Told[] } => {
  const escalated: Told[] = [];
  const accepted: Told[] = [];
  for (const [index, { kind, at, after }] of entries.entries()) {
    if (kind !== 'ESCALATED') continue;
    const reason = typeof after.escalationReason === 'string' ? after.escalationReason : null;
    escalated.push({ ...point(at), reason });
    const owner = typeof after.assigneeId === 'string' ? after.assigneeId : null;
    const later = entries.slice(index + 1);
    const next = later.find((one) => one.kind === 'ESCALATED')?.at ?? null;
    const act = later.find((one) => owner !== null && one.memberId === owner)?.at ?? null;
    const isAccepted = act !== null && (next === null || act <= next);
    const until = isAccepted ? act : (next ?? (end !== null && end > at ? end : null));
    accepted.push({ ...length(at, until, isAccepted ? 'DONE' : 'DROPPED'), memberId: owner });
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
