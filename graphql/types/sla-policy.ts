import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { KeptPolicy } from '../../src/app/ports/care';
import type { CountedHours, Measure } from '../../src/domain/sla-policy';
import type { Priority, WaitingOn } from '../../src/domain/ticket';
import { globalId, globalIdOrNull } from '../global-id';
import { CountedHoursEnum, MeasureEnum } from './care-enums';
import { connectionType } from './connection';
import { PriorityEnum, WaitingOnEnum } from './enums';
import { Node } from './node';

@ObjectType({ description: 'What is expected of one measure.', simpleResolvers: true })
export class SlaTarget {
  @Field(() => PriorityEnum, { description: 'For tickets of this priority.' })
  priority: Priority;

  @Field(() => MeasureEnum, { description: 'What is measured.' })
  measure: Measure;

  @Field(() => Int, { description: 'How long it may take.' })
  seconds: number;

  @Field(() => CountedHoursEnum, { description: 'Which seconds count.' })
  hours: CountedHours;
}

@ObjectType('SlaPolicy', {
  description: 'What the customers of a tier may expect, by priority.',
  implements: Node,
  simpleResolvers: true,
})
export class SlaPolicyNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, {
    description: 'Whose it is; empty: of every tier without a policy of its own.',
  })
  tier: string;

  @Field(() => Int, { description: 'Counts every change; give it back as `expectedVersion`.' })
  version: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The calendar of the tier; null: the one of the queue or of the desk.',
  })
  calendarId: string | null;

  @Field(() => [WaitingOnEnum], {
    description: 'Resolution clocks stand still while the ticket waits on one of these.',
  })
  pauseWhile: readonly WaitingOn[];

  @Field(() => Int, { description: 'Share of a target, in per cent, after which a clock warns.' })
  warnPercent: number;

  @Field(() => [SlaTarget], { description: 'What is not named is not promised.' })
  targets: readonly SlaTarget[];
}

export const SlaPolicyConnection = connectionType('SlaPolicy', SlaPolicyNode);

/** A policy as the API shows it. */
export const slaPolicyNode = (policy: KeptPolicy): SlaPolicyNode => ({
  id: globalId('SlaPolicy', policy.id),
  tier: policy.tier,
  version: policy.version,
  calendarId: globalIdOrNull('Calendar', policy.calendarId),
  pauseWhile: policy.pauseWhile,
  warnPercent: policy.warnPercent,
  targets: policy.targets,
});
