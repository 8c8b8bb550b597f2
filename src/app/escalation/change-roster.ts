import { type Actor, memberIdOf } from '../../domain/actor';
import { calendarFaults } from '../../domain/business-calendar';
import { type DaysOff, daysOffFaults, inOrder } from '../../domain/days-off';
import { DeskError, notFound } from '../../domain/errors';
import { may } from '../../domain/policy';
import { checkedName, checkedZone, inRange, requireAdministration } from '../admin/requirements';
import type { Upserted } from '../ports/answers';
import type { Duty, Group } from '../ports/roster';
import type { Tx } from '../ports/store';
import { requireMember } from '../tickets/requirements';

const MOST_PEOPLE = 200;
const MOST_CAPACITY = 1000;

export interface GroupWords {
  /** Null: the group of this name, or a new one. */
  readonly groupId: string | null;
  readonly name: string;
  readonly memberIds: readonly string[];
}

const sameGroup = (one: Group, other: Group): boolean =>
  one.name === other.name &&
  JSON.stringify(one.memberIds.toSorted()) === JSON.stringify(other.memberIds.toSorted());

/** Makes a group of people who are asked together, or changes one. Throws DeskError. */
export const keepGroupIn = async (
  tx: Tx,
  actor: Actor,
  said: GroupWords,
): Promise<{ readonly id: string; readonly result: Upserted }> => {
  requireAdministration(actor, 'configure');
  const name = checkedName(said.name, 'name');
  const memberIds = [...new Set(said.memberIds)];
  if (memberIds.length > MOST_PEOPLE)
    throw new DeskError(
      'invalid',
      'GROUP_TOO_LARGE',
      `A group has at most ${MOST_PEOPLE} people.`,
      null,
      ['memberIds'],
    );
  for (const memberId of memberIds) await requireMember(tx, memberId);
  const stands =
    said.groupId === null ? await tx.roster.groupNamed(name) : await tx.roster.group(said.groupId);
  if (said.groupId !== null && stands === null) throw notFound('group');
  const group = { id: stands?.id ?? tx.newId(), name, memberIds };
  if (stands !== null && sameGroup(stands, group)) return { id: group.id, result: 'NOOP' };
  if (!(await tx.roster.saveGroup(group)))
    throw new DeskError('conflict', 'NAME_TAKEN', `There is a group “${name}” already.`, null, [
      'name',
    ]);
  return { id: group.id, result: stands === null ? 'CREATED' : 'UPDATED' };
};

/** Dissolves a group that no escalation path names. Throws DeskError. */
export const removeGroupIn = async (tx: Tx, actor: Actor, groupId: string): Promise<void> => {
  requireAdministration(actor, 'configure');
  if ((await tx.roster.group(groupId)) === null) throw notFound('group');
  if (!(await tx.roster.removeGroup(groupId)))
    throw new DeskError(
      'refused',
      'GROUP_IN_USE',
      'An escalation path asks this group.',
      'Take it out of the path first.',
      ['groupId'],
    );
};

export interface DutyPatch {
  readonly memberId: string;
  /** Undefined leaves it; null: they may always be asked. */
  readonly shift?: Duty['shift'] | undefined;
  /** Undefined leaves them; all of them, in any order. */
  readonly daysOff?: readonly DaysOff[] | undefined;
  /** Undefined leaves it; null: as many as come. */
  readonly capacity?: number | null | undefined;
}

const checkedShift = (shift: Duty['shift']): Duty['shift'] => {
  if (shift === null) return null;
  const faults = calendarFaults({ opening: shift.opening, holidays: [] });
  if (faults.length > 0)
    throw new DeskError('invalid', 'SHIFT_FAULTY', faults.join(' '), null, ['shift']);
  return { zone: checkedZone(shift.zone, 'shift'), opening: shift.opening };
};

const checkedDaysOff = (all: readonly DaysOff[]): readonly DaysOff[] => {
  const faults = daysOffFaults(all);
  if (faults.length > 0)
    throw new DeskError('invalid', 'DAYS_OFF_FAULTY', faults.join(' '), null, ['daysOff']);
  return inOrder(all);
};

/** Says when a member works and how much they carry: their own, or a supervisor's to say. */
export const changeDutyIn = async (tx: Tx, actor: Actor, patch: DutyPatch): Promise<void> => {
  const isOwn = memberIdOf(actor) === patch.memberId && may(actor, 'look', null);
  if (!isOwn) requireAdministration(actor, 'configure');
  await requireMember(tx, patch.memberId);
  const stands = await tx.roster.duty(patch.memberId);
  const { shift = stands?.shift ?? null, capacity = stands?.capacity ?? null } = patch;
  await tx.roster.saveDuty({
    memberId: patch.memberId,
    shift: checkedShift(shift),
    daysOff: checkedDaysOff(patch.daysOff ?? stands?.daysOff ?? []),
    capacity: capacity === null ? null : inRange(capacity, 0, MOST_CAPACITY, 'capacity'),
  });
};
