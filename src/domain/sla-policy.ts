import type { Priority, WaitingOn } from './ticket';

export const MEASURES = [
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
  'UPDATE',
  'FIRST_RESOLUTION',
  'TOTAL_RESOLUTION',
] as const;
export type Measure = (typeof MEASURES)[number];

/** `BUSINESS` counts open time of the calendar, `CALENDAR` every second. */
export const COUNTED_HOURS = ['BUSINESS', 'CALENDAR'] as const;
export type CountedHours = (typeof COUNTED_HOURS)[number];

export interface PolicyTarget {
  readonly priority: Priority;
  readonly measure: Measure;
  readonly seconds: number;
  readonly hours: CountedHours;
}

/** What a tier of customers was told to expect, by priority. */
export interface SlaPolicy {
  readonly targets: readonly PolicyTarget[];
  /** Resolution clocks stand still while the ticket waits on one of these. */
  readonly pauseWhile: readonly WaitingOn[];
  /** Share of the target after which a clock warns. */
  readonly warnPercent: number;
}

/** The target for a priority; null where the policy promises nothing. */
export const targetOf = (
  policy: SlaPolicy,
  priority: Priority,
  measure: Measure,
): PolicyTarget | null =>
  policy.targets.find((one) => one.priority === priority && one.measure === measure) ?? null;

const ORDER: readonly Priority[] = ['LOW', 'NORMAL', 'HIGH', 'URGENT'];

/** The policy of a desk that has named none: one answer time, and a word at least once a day. */
export const defaultPolicy = (answerSec: number): SlaPolicy => ({
  targets: ORDER.flatMap((priority) =>
    (
      [
        ['FIRST_RESPONSE', answerSec],
        ['NEXT_RESPONSE', answerSec],
        ['UPDATE', Math.max(answerSec, 86_400)],
      ] as const
    ).map(([measure, seconds]) => ({ priority, measure, seconds, hours: 'BUSINESS' as const })),
  ),
  pauseWhile: ['CUSTOMER'],
  warnPercent: 80,
});

/** What is wrong with a policy, in words for whoever wrote it; empty when nothing is. */
export const policyFaults = (policy: SlaPolicy): readonly string[] => {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { priority, measure, seconds } of policy.targets) {
    const key = `${measure} for ${priority}`;
    if (seen.has(key)) faults.push(`${key} is given twice.`);
    seen.add(key);
    if (!Number.isInteger(seconds) || seconds < 60 || seconds > 366 * 86_400)
      faults.push(`${key} must lie between a minute and a year.`);
  }
  if (policy.warnPercent < 1 || policy.warnPercent > 99)
    faults.push('The warning point is a share between 1 and 99 %.');
  if (policy.pauseWhile.includes('US'))
    faults.push('A clock cannot stand still while the ticket waits on us.');
  return faults;
};
