import { actorOfMember } from '../../domain/actor';
import type { Colleague, EscalationPath, Roster } from '../../domain/escalation-path';
import { limitOf, mayHave } from '../../domain/sight';
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

/** Of these people, who may be given a ticket of this queue: a partner of other queues is none. */
export const colleaguesFor = async (
  tx: Tx,
  queueId: string,
  memberIds: readonly string[],
): Promise<readonly Colleague[]> => {
  const open = new Set(
    (await tx.people.members())
      .filter((member) => mayHave(limitOf(actorOfMember(member)), { queueId }))
      .map(({ id }) => id),
  );
  return tx.roster.colleagues(memberIds.filter((id) => open.has(id)));
};

/** A path with everybody on it as they are now. */
export const rosterOf = async (tx: Tx, kept: KeptPath): Promise<Roster> => {
  const path = spelledPath(kept);
  const everybody = new Set(peopleFrom(path, 0));
  if (path.fallbackId !== null) everybody.add(path.fallbackId);
  return { path, zones: zoneClock, people: await colleaguesFor(tx, kept.queueId, [...everybody]) };
};
