import type { EscalationPath, Roster } from '../../domain/escalation-path';
import { zoneClock } from '../calendar/zone-clock';
import type { KeptPath, KeptStep } from '../ports/escalations';
import type { Tx } from '../ports/store';

/** Everybody of a step. */
export const peopleOf = (step: KeptStep): readonly string[] =>
  step.kind === 'member' ? [step.memberId] : step.memberIds;

/** A path as the rules read it: groups are their people. */
export const spelledPath = (kept: KeptPath): EscalationPath => ({
  fallbackId: kept.fallbackId,
  levels: kept.levels.map(({ steps, ...level }) => ({ ...level, steps: steps.map(peopleOf) })),
});

/** Everybody of some levels, each once, in the order in which they are asked. */
export const peopleFrom = (path: EscalationPath, level: number): readonly string[] => [
  ...new Set(path.levels.filter((one) => one.level >= level).flatMap(({ steps }) => steps.flat())),
];

/** A path with everybody on it as they are now. */
export const rosterOf = async (tx: Tx, kept: KeptPath): Promise<Roster> => {
  const path = spelledPath(kept);
  const everybody = new Set(peopleFrom(path, 0));
  if (path.fallbackId !== null) everybody.add(path.fallbackId);
  return { path, zones: zoneClock, people: await tx.roster.colleagues([...everybody]) };
};
