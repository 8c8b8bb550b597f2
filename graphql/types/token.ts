import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { TOKEN_KINDS, type TokenKind, type TokenView } from '../../src/app/ports/tokens';
import { ROLES, type Role } from '../../src/domain/actor';
import { SCOPES, type Scope } from '../../src/domain/scope';
import { globalId, globalIdOrNull, IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { connectionType, PageArgs } from './connection';
import { describedEnum, RoleEnum } from './enums';
import { Node } from './node';
import { OnceInput } from './ticket-inputs';

export const TokenScopeEnum = describedEnum<Scope>(
  'TokenScope',
  'What a token may be used for, within what its role may.',
  {
    READ: 'Ask: every query, subscription and list.',
    WORK: 'Change tickets, answer and take notes.',
    CONFIGURE: 'Change what supervisors may: channels, queues, customers, hours.',
    ADMINISTER: 'Change what administrators may: members, settings, tokens, webhooks.',
  },
);

export const TokenKindEnum = describedEnum<TokenKind>('TokenKind', 'Who holds a token.', {
  API: 'A program, which was shown it once.',
  SESSION: 'The browser of somebody who signed in with their account.',
});

@ObjectType('ApiToken', {
  description: 'What a program signs in with. What proves it is shown once and never again.',
  implements: Node,
  simpleResolvers: true,
})
export class ApiTokenNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is for.' })
  name: string;

  @Field(() => TokenKindEnum, { description: 'Who holds it.' })
  kind: TokenKind;

  @Field(() => RoleEnum, { description: 'What it may do, at most.' })
  role: Role;

  @Field(() => [TokenScopeEnum], { description: 'What it may be used for, within its role.' })
  scopes: readonly Scope[];

  @Field(() => ID, { nullable: true, description: 'The member it acts as; null: nobody.' })
  memberId: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ends; null: never.' })
  expiresAt: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was ended by hand.' })
  revokedAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was used last, to the minute.',
  })
  lastUsedAt: Date | null;
}

export const ApiTokenConnection = connectionType('ApiToken', ApiTokenNode);

/** A token as the API shows it. */
export const apiTokenNode = (token: TokenView): ApiTokenNode => ({
  id: globalId('ApiToken', token.id),
  name: token.name,
  kind: token.kind,
  role: token.role,
  scopes: token.scopes,
  memberId: globalIdOrNull('Member', token.memberId),
  createdAt: token.createdAt,
  expiresAt: token.expiresAt,
  revokedAt: token.revokedAt,
  lastUsedAt: token.lastUsedAt,
});

@ArgsType()
export class TokenListArgs extends PageArgs {
  @Field(() => TokenKindEnum, { nullable: true, description: 'Which of them. Default: API.' })
  @IsOptional()
  @IsIn(TOKEN_KINDS)
  kind?: TokenKind | null;
}

@InputType({ description: 'Make an API token.' })
export class CreateTokenInput extends OnceInput {
  @Field(() => String, { description: 'What it is for: 1 to 80 characters.' })
  @IsString()
  @MaxLength(400)
  name: string;

  @Field(() => RoleEnum, { description: 'What it may do, at most.' })
  @IsIn(ROLES)
  role: Role;

  @Field(() => [TokenScopeEnum], {
    nullable: true,
    description: 'What it may be used for. Absent: everything its role and your own token may.',
  })
  @IsOptional()
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The member it acts as, who then limits it too. Null or absent: nobody.',
  })
  @IsOptional()
  @IsIdOf('Member')
  memberId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How long it lives: 1 to 3650. Default 90.' })
  @IsOptional()
  @IsInt()
  expiresInDays?: number | null;
}

@InputType({ description: 'Give an API token a successor.' })
export class RotateTokenInput extends OnceInput {
  @Field(() => ID, { description: 'The token.' })
  @IsIdOf('ApiToken')
  tokenId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How long the old one still works: 0 to 604800. Default 0.',
  })
  @IsOptional()
  @IsInt()
  overlapSeconds?: number | null;
}

@InputType({ description: 'End an API token at once.' })
export class RevokeTokenInput extends OnceInput {
  @Field(() => ID, { description: 'The token.' })
  @IsIdOf('ApiToken')
  tokenId: string;
}

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });

@ObjectType({ simpleResolvers: true })
export abstract class TokenPayload extends Payload {
  @Field(() => ApiTokenNode, {
    nullable: true,
    description: 'As it stands now; null if it was not found.',
  })
  token: ApiTokenNode | null;
}

@ObjectType({ simpleResolvers: true })
export abstract class IssuedTokenPayload extends TokenPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'For the `Authorization: Bearer` header. Shown this once: null in a replayed answer.',
  })
  bearer: string | null;
}

@ObjectType(described('createToken'))
export class CreateTokenPayload extends IssuedTokenPayload {}
@ObjectType(described('rotateToken'))
export class RotateTokenPayload extends IssuedTokenPayload {}
@ObjectType(described('revokeToken'))
export class RevokeTokenPayload extends TokenPayload {}
