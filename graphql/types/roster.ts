import { Field, ID, Int, ObjectType } from 'type-graphql';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { clockText } from '../../src/app/care/opening-text';
import type { Assignment, EscalateOn, KeptPath } from '../../src/app/ports/escalations';
import type { Group } from '../../src/app/ports/roster';
import { DAY_MINUTES } from '../../src/domain/business-calendar';
import { type Colleague, isFull, isOnShift } from '../../src/domain/escalation-path';
import { globalId, globalIdOrNull } from '../global-id';
import { OpeningInterval } from './calendar';
import { connectionType } from './connection';
import { describedEnum } from './enums';
import { Node } from './node';

export const AssignmentEnum = describedEnum<Assignment>(
  'Assignment',
  'How a queue gives out tickets that nobody has.',
  {
    BY_HAND: 'It does not: somebody takes or assigns them.',
    ROUND_ROBIN: 'To the next in turn who is on shift and not full.',
    LEAST_LOADED: 'To whoever on shift has the least on their desk and is not full.',
  },
);

export const EscalateOnEnum = describedEnum<EscalateOn>(
  'EscalateOn',
  'Which turn of a service clock escalates a ticket by itself, once for each clock.',
  {
    NEVER: 'None.',
    WARNING: 'Its warning point.',
    BREACH: 'Its due time.',
  },
);

@ObjectType('Group', {
  description: 'Members who are asked together; whoever accepts first has it.',
  implements: Node,
  simpleResolvers: true,
})
export class GroupNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called; unique.' })
  name: string;

  @Field(() => [ID], { description: 'The members.' })
  memberIds: readonly string[];
}

export const GroupConnection = connectionType('Group', GroupNode);

/** A group as the API shows it. */
export const groupNode = ({ id, name, memberIds }: Group): GroupNode => ({
  id: globalId('Group', id),
  name,
  memberIds: memberIds.map((memberId) => globalId('Member', memberId)),
});

@ObjectType({ description: 'When a member works.', simpleResolvers: true })
export class Shift {
  @Field(() => String, { description: 'IANA time zone.' })
  zone: string;

  @Field(() => [OpeningInterval], { description: 'Any number a day.' })
  opening: readonly OpeningInterval[];
}

@ObjectType({
  description: 'Whole days on which a member is not there, on the wall of their shifts.',
  simpleResolvers: true,
})
export class DaysOff {
  @Field(() => String, { description: 'The first day: YYYY-MM-DD.' })
  from: string;

  @Field(() => String, { description: 'The last day: YYYY-MM-DD.' })
  to: string;
}

@ObjectType({
  description: 'When a member works, how much they carry, and what they have now.',
  simpleResolvers: true,
})
export class Duty {
  @Field(() => Shift, { nullable: true, description: 'Null: they may always be asked.' })
  shift: Shift | null;

  @Field(() => [DaysOff], { description: 'Days off, past ones too, in order.' })
  daysOff: readonly DaysOff[];

  @Field(() => Int, {
    nullable: true,
    description: 'The most open tickets that wait on us; null: as many as come.',
  })
  capacity: number | null;

  @Field(() => Int, {
    description: 'Open tickets of theirs that wait on us, and escalations they are asked about.',
  })
  load: number;

  @Field(() => Boolean, { description: 'They work now.' })
  onShift: boolean;

  @Field(() => Boolean, {
    description: 'They have as much as they carry: only named they get more.',
  })
  full: boolean;
}

/** Somebody's duty as the API shows it. */
export const dutyNode = (colleague: Colleague, now: Date): Duty => ({
  shift:
    colleague.shift === null
      ? null
      : {
          zone: colleague.shift.zone,
          opening: colleague.shift.opening.map(({ weekday, from, to }) => ({
            weekday,
            from: clockText(from),
            to: clockText(to),
            overnight: to > DAY_MINUTES,
          })),
        },
  daysOff: colleague.daysOff,
  capacity: colleague.capacity,
  load: colleague.load,
  onShift: isOnShift(colleague, zoneClock, now),
  full: isFull(colleague),
});

@ObjectType({ description: 'Whom one level asks, and by when.', simpleResolvers: true })
export class EscalationLevel {
  @Field(() => Int, { description: 'From 1.' })
  level: number;

  @Field(() => String, { description: 'What the level is called.' })
  name: string;

  @Field(() => Int, {
    description: 'Whoever is asked accepts within so many minutes, or the next are.',
  })
  acceptMinutes: number;

  @Field(() => [ID], { description: 'Members and groups, in the order in which they are asked.' })
  askIds: readonly string[];
}

@ObjectType({
  description: 'What a queue does when a ticket needs somebody, or somebody else.',
  simpleResolvers: true,
})
export class EscalationPath {
  @Field(() => Int, { description: 'Counts every change; give it back as `expectedVersion`.' })
  version: number;

  @Field(() => AssignmentEnum, { description: 'How it gives out new tickets, to level 1.' })
  assignment: Assignment;

  @Field(() => EscalateOnEnum, { description: 'When the clock escalates by itself.' })
  escalateOn: EscalateOn;

  @Field(() => ID, {
    nullable: true,
    description: 'The member who is asked when nobody else is left or on shift, at any hour.',
  })
  fallbackId: string | null;

  @Field(() => [EscalationLevel], { description: 'Level 1 first.' })
  levels: readonly EscalationLevel[];
}

/** A path as the API shows it. */
export const escalationPath = (path: KeptPath): EscalationPath => ({
  version: path.version,
  assignment: path.assignment,
  escalateOn: path.escalateOn,
  fallbackId: globalIdOrNull('Member', path.fallbackId),
  levels: path.levels.map(({ level, name, acceptMin, steps }) => ({
    level,
    name,
    acceptMinutes: acceptMin,
    askIds: steps.map((step) =>
      step.kind === 'member' ? globalId('Member', step.memberId) : globalId('Group', step.groupId),
    ),
  })),
});
