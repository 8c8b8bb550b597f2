import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import type { Role } from '../../src/domain/actor';
import type { Scope } from '../../src/domain/scope';
import { MemberNode } from './desk';
import { RoleEnum } from './enums';
import { TokenScopeEnum } from './token';

@ObjectType('Desk', { description: 'The desk that is asked.', simpleResolvers: true })
export class DeskNode {
  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { description: 'IANA time zone it works in.' })
  zone: string;
}

@ObjectType('Viewer', { description: 'Whoever asks.', simpleResolvers: true })
export class ViewerNode {
  @Field(() => String, { description: 'The person, or the program’s token.' })
  name: string;

  @Field(() => MemberNode, {
    nullable: true,
    description: 'The person; null for a program that acts as nobody in particular.',
  })
  member: MemberNode | null;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  role: Role;

  @Field(() => [TokenScopeEnum], {
    description: 'What may be done with what they signed in with, within the role.',
  })
  scopes: readonly Scope[];

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When they must sign in again; null: never.',
  })
  expiresAt: Date | null;

  @Field(() => DeskNode, { description: 'Where they are signed in.' })
  tenant: DeskNode;
}
