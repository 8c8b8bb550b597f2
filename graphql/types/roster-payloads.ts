import { Field, ObjectType } from 'type-graphql';
import type { Upserted } from '../../src/app/ports/answers';
import { Payload, QueuePayload } from './admin-payloads';
import { UpsertResultEnum } from './customer-upsert';
import { MemberNode } from './desk';
import { GroupNode } from './roster';

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });
const NOW = 'As it stands now; null if it was not found.';

@ObjectType(described('setGroup'))
export class SetGroupPayload extends Payload {
  @Field(() => GroupNode, { nullable: true, description: NOW })
  group: GroupNode | null;

  @Field(() => UpsertResultEnum, {
    nullable: true,
    description: 'What was done. Null when there are errors.',
  })
  result: Upserted | null;
}
@ObjectType(described('deleteGroup'))
export class DeleteGroupPayload extends Payload {
  @Field(() => GroupNode, { nullable: true, description: 'The group, if it still stands.' })
  group: GroupNode | null;
}
@ObjectType(described('setDuty'))
export class SetDutyPayload extends Payload {
  @Field(() => MemberNode, { nullable: true, description: NOW })
  member: MemberNode | null;
}
@ObjectType(described('setEscalationPath'))
export class SetEscalationPathPayload extends QueuePayload {}
