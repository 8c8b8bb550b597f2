import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { Brief, Said, Tried } from '../../src/domain/brief';
import type { PromiseKind, PromiseState } from '../../src/domain/promise';
import { toPlain } from '../../src/domain/text';
import { PromiseKindEnum, PromiseStateEnum } from './care-enums';
import { describedEnum } from './enums';

const TriedKindEnum = describedEnum<Tried['kind']>('TriedKind', 'How it was tried.', {
  SOLUTION: 'Offered to the customer as a solution.',
  NOTE: 'Noted among the team.',
});

const type = (description: string) => ({ description, simpleResolvers: true });

@ObjectType('Utterance', type('What somebody said.'))
export class UtteranceNode {
  @Field(() => String, { description: 'Who.' })
  name: string;

  @Field(() => GraphQLDateTime, { description: 'When.' })
  at: Date;

  @Field(() => String, { description: 'Their own words.' })
  text: string;
}

@ObjectType('Exchange', type('A question and what the other side said to it.'))
export class ExchangeNode {
  @Field(() => UtteranceNode, { description: 'The question.' })
  asked: UtteranceNode;

  @Field(() => UtteranceNode, { description: 'The answer.' })
  answered: UtteranceNode;
}

@ObjectType('TriedStep', type('What was done so far.'))
export class TriedNode {
  @Field(() => TriedKindEnum, { description: 'Whether the customer was told.' })
  kind: Tried['kind'];

  @Field(() => String, { description: 'Who.' })
  name: string;

  @Field(() => GraphQLDateTime, { description: 'When.' })
  at: Date;

  @Field(() => String, { description: 'What they wrote.' })
  text: string;
}

@ObjectType('PromiseTold', type('A time the customer was told.'))
export class PromiseToldNode {
  @Field(() => PromiseKindEnum, { description: 'What they were told.' })
  kind: PromiseKind;

  @Field(() => GraphQLDateTime, { description: 'By when.' })
  dueAt: Date;

  @Field(() => PromiseStateEnum, { description: 'How it ended.' })
  state: PromiseState;
}

@ObjectType('BriefLink', type('An address that was written or a file that was sent.'))
export class BriefLinkNode {
  @Field(() => String, { description: 'What it is called.' })
  label: string;

  @Field(() => String, { nullable: true, description: 'Where it is, if known.' })
  url: string | null;
}

@ObjectType('Brief', type('What whoever takes over has to know, from facts only.'))
export class BriefNode {
  @Field(() => UtteranceNode, { nullable: true, description: 'What it began with.' })
  firstQuestion: UtteranceNode | null;

  @Field(() => UtteranceNode, { nullable: true, description: 'What the customer said last.' })
  lastWords: UtteranceNode | null;

  @Field(() => [ExchangeNode], { description: 'The last five questions with their answers.' })
  exchanges: readonly ExchangeNode[];

  @Field(() => [TriedNode], { description: 'The last five solutions and notes.' })
  tried: readonly TriedNode[];

  @Field(() => [PromiseToldNode], { description: 'The last five times told to the customer.' })
  promised: readonly PromiseToldNode[];

  @Field(() => UtteranceNode, { nullable: true, description: 'What waits for an answer.' })
  openQuestion: UtteranceNode | null;

  @Field(() => [BriefLinkNode], { description: 'The last ten addresses and files.' })
  links: readonly BriefLinkNode[];
}

const utterance = ({ name, at, body }: Said): UtteranceNode => ({ name, at, text: toPlain(body) });
const utteranceOrNull = (said: Said | null): UtteranceNode | null =>
  said === null ? null : utterance(said);

/** A brief as the API shows it. */
export const briefNode = (brief: Brief): BriefNode => ({
  firstQuestion: utteranceOrNull(brief.firstQuestion),
  lastWords: utteranceOrNull(brief.lastWords),
  exchanges: brief.exchanges.map(({ asked, answered }) => ({
    asked: utterance(asked),
    answered: utterance(answered),
  })),
  tried: brief.tried,
  promised: brief.promised,
  openQuestion: utteranceOrNull(brief.openQuestion),
  links: brief.links,
});
