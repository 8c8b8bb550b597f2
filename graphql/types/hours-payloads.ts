import { Field, ObjectType } from 'type-graphql';
import type { Upserted } from '../../src/app/ports/answers';
import { Payload } from './admin-payloads';
import { CalendarNode } from './calendar';
import { UpsertResultEnum } from './customer-upsert';
import { RecomputedTickets } from './recomputed';
import { SlaPolicyNode } from './sla-policy';

const NOW = 'As it stands now, after a dry run unchanged; null if there is none.';

@ObjectType({ simpleResolvers: true })
export abstract class HoursPayload extends Payload {
  @Field(() => UpsertResultEnum, {
    nullable: true,
    description: 'What was, or would be, done. Null when there are errors.',
  })
  result: Upserted | null;

  @Field(() => RecomputedTickets, {
    nullable: true,
    description:
      'What it means for open tickets, each of which says so in its history. Null when there are errors or the answer is a repeated one.',
  })
  recomputed: RecomputedTickets | null;
}

@ObjectType({ description: 'What became of setCalendar.', simpleResolvers: true })
export class SetCalendarPayload extends HoursPayload {
  @Field(() => CalendarNode, { nullable: true, description: NOW })
  calendar: CalendarNode | null;
}

@ObjectType({ description: 'What became of assignCalendar.', simpleResolvers: true })
export class AssignCalendarPayload extends HoursPayload {
  @Field(() => CalendarNode, { nullable: true, description: NOW })
  calendar: CalendarNode | null;
}

@ObjectType({ description: 'What became of setSlaPolicy.', simpleResolvers: true })
export class SetSlaPolicyPayload extends HoursPayload {
  @Field(() => SlaPolicyNode, { nullable: true, description: NOW })
  policy: SlaPolicyNode | null;
}
