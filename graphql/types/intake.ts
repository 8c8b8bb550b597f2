import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { DecisionView } from '../../src/app/ports/readers';
import type { IntakeDecision, IntakeReason } from '../../src/domain/chatter';
import { globalId, globalIdOrNull } from '../global-id';
import { connectionType } from './connection';
import { IntakeReasonEnum, IntakeVerdictEnum } from './enums';
import { MessageNode, messageNode } from './message';
import { Node } from './node';

@ObjectType('IntakeDecision', {
  description: 'Why a message did or did not become a ticket.',
  implements: Node,
  simpleResolvers: true,
})
export class IntakeDecisionNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => GraphQLDateTime, { description: 'When it was decided.' })
  at: Date;

  @Field(() => IntakeVerdictEnum, { description: 'What became of the message.' })
  verdict: IntakeDecision['verdict'];

  @Field(() => IntakeReasonEnum, { description: 'Why.' })
  reason: IntakeReason;

  @Field(() => ID, { nullable: true, description: 'The ticket it opened or joined.' })
  ticketId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The member who reversed it; null for the rule itself.',
  })
  decidedBy: string | null;

  @Field(() => MessageNode, { description: 'The message it is about.' })
  message: MessageNode;
}

export const IntakeDecisionConnection = connectionType('IntakeDecision', IntakeDecisionNode);

/** A decision with its message, as the API shows it. */
export const intakeDecisionNode = ({ decision, message }: DecisionView): IntakeDecisionNode => ({
  id: globalId('IntakeDecision', decision.id),
  at: decision.at,
  verdict: decision.verdict,
  reason: decision.reason,
  ticketId: globalIdOrNull('Ticket', decision.ticketId),
  decidedBy: globalIdOrNull('Member', decision.decidedBy),
  message: messageNode(message),
});
