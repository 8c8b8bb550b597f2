import type { DaysOff } from '../../domain/days-off';
import type { Colleague, Shift } from '../../domain/escalation-path';

/** People who are asked together. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly memberIds: readonly string[];
}

/** When a member works and how much they carry. */
export interface Duty {
  readonly memberId: string;
  readonly shift: Shift | null;
  /** In order, each day once. */
  readonly daysOff: readonly DaysOff[];
  readonly capacity: number | null;
}

/** Who can be given work, and how much. */
export interface RosterStore {
  /** In the order of `memberIds`; with their shifts and what they have on their desk now. */
  colleagues(memberIds: readonly string[]): Promise<readonly Colleague[]>;
  /** Two that give out work to the same people queue here, so that nobody is given too much. */
  serialiseAssignment(): Promise<void>;
  groups(): Promise<readonly Group[]>;
  group(groupId: string): Promise<Group | null>;
  groupNamed(name: string): Promise<Group | null>;
  /** False when another group has that name. */
  saveGroup(group: Group): Promise<boolean>;
  /** False while an escalation path names it. */
  removeGroup(groupId: string): Promise<boolean>;
  duty(memberId: string): Promise<Duty | null>;
  saveDuty(duty: Duty): Promise<void>;
}
