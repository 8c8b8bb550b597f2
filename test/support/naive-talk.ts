import type { Entry, Lived } from './naive-history';

interface Asked {
  readonly at: number;
  readonly to: number | null;
  readonly over: 'DONE' | 'DROPPED';
  readonly reason: string | null;
  readonly by: string | null;
}

/** What an entry makes of the question who takes an escalated ticket; null: nothing. */
const fateOf = ({ kind, before, after }: Entry): 'DONE' | 'DROPPED' | null => {
  if (kind === 'ESCALATED' || kind === 'ESCALATION_RETURNED') return 'DROPPED';
  if (kind === 'ESCALATION_ACCEPTED') return 'DONE';
  return after.assigneeId !== null && after.assigneeId !== before.assigneeId ? 'DONE' : null;
};

const takerOf = ({ before, after, memberId }: Entry): string | null =>
  after.assigneeId === before.assigneeId ? memberId : after.assigneeId;

/** Each time somebody was asked again, and when they answered. */
export const nextAnswers = ({ said }: Lived, end: number | null) => {
  const found: {
    from: number;
    to: number | null;
    over: 'DONE' | 'DROPPED';
    by: string | null;
  }[] = [];
  let asked: number | null = null;
  let answered = false;
  for (const { at, by, author, asks } of said) {
    if (by === 'contact') asked ??= asks ? at : null;
    else {
      if (asked !== null && answered) found.push({ from: asked, to: at, over: 'DONE', by: author });
      answered ||= asked !== null;
      asked = null;
    }
  }
  if (asked !== null && answered)
    found.push({
      from: asked,
      to: end !== null && end > asked ? end : null,
      over: 'DROPPED',
      by: null,
    });
  return found;
};

/** Each escalation, and what became of it. */
export const escalated = ({ entries }: Lived, end: number | null): readonly Asked[] => {
  const found: Asked[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'ESCALATED') continue;
    const { reason } = entry;
    const next = entries.slice(index + 1).find((one) => fateOf(one) !== null);
    const over = next === undefined ? null : fateOf(next);
    const ended = end !== null && end > entry.at ? end : null;
    if (next !== undefined && over !== null && (end === null || next.at <= end))
      found.push({
        at: entry.at,
        to: next.at,
        over,
        reason,
        by: over === 'DONE' ? takerOf(next) : null,
      });
    else found.push({ at: entry.at, to: ended, over: 'DROPPED', reason, by: null });
  }
  return found;
};
