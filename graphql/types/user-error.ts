import { type ClassType, Field, InterfaceType, ObjectType } from 'type-graphql';
import type { DeskErrorKind } from '../../src/domain/errors';
import { TicketNode } from './ticket';

/** A refusal, and what it is of. */
export interface Refused {
  /** Absent in answers that were kept by versions before. */
  readonly kind?: DeskErrorKind;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly path: readonly string[];
  /** Only of TICKET_CHANGED. */
  readonly ticket?: TicketNode;
}

@InterfaceType({
  description: 'Why a change was not made. Nothing of it happened. Its type says what kind it is.',
  resolveType: ({ kind = 'refused', ticket }: Refused) =>
    ticket === undefined ? TYPES[kind] : TicketChanged,
})
export abstract class UserError {
  @Field(() => String, { description: 'Stable and machine-readable.' })
  code: string;

  @Field(() => [String], { description: 'Which part of the input it is about; empty: the whole.' })
  path: readonly string[];

  @Field(() => String, { description: 'What happened, for people.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'What to do next.' })
  hint: string | null;
}

const described = (description: string) => ({
  description,
  implements: UserError,
  simpleResolvers: true,
});

@ObjectType(described('What was given cannot be taken: `path` says which part.'))
class InvalidInput extends UserError {}

@ObjectType(described('Whoever asked may not do this.'))
class NotAllowed extends UserError {}

@ObjectType(described('There is no such thing, or it is not theirs to see.'))
class NotFound extends UserError {}

@ObjectType(described('Something else stands where this was to stand, or has changed since.'))
class Conflict extends UserError {}

@ObjectType(described('As things stand the rules of the desk do not allow it.'))
class Refusal extends UserError {}

@ObjectType(described('The ticket is no longer as it was when its `expectedVersion` was seen.'))
class TicketChanged extends UserError {
  @Field(() => TicketNode, { description: 'As it stands now.' })
  ticket: TicketNode;
}

const TYPES: Readonly<Record<DeskErrorKind, ClassType<UserError>>> = {
  invalid: InvalidInput,
  forbidden: NotAllowed,
  not_found: NotFound,
  conflict: Conflict,
  refused: Refusal,
  unavailable: Refusal,
};
