import { Arg, Args, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  createTokenIn,
  type Issued,
  revokeTokenIn,
  rotateTokenIn,
} from '../../src/app/admin/manage-tokens';
import type { Readers } from '../../src/app/ports/readers';
import type { Tx } from '../../src/app/ports/store';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf, uuidOrNull } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { ADMINS } from '../types/enums';
import type { OnceInput } from '../types/ticket-inputs';
import {
  ApiTokenConnection,
  type ApiTokenNode,
  apiTokenNode,
  CreateTokenInput,
  CreateTokenPayload,
  type IssuedTokenPayload,
  RevokeTokenInput,
  RevokeTokenPayload,
  RotateTokenInput,
  RotateTokenPayload,
  TokenListArgs,
} from '../types/token';

const INPUT = { description: 'What to change.' } as const;
const DAYS = 90;

/** API tokens: made, given a successor, ended. */
@Resolver()
export class TokensResolver {
  constructor(
    private readonly run: AdminRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(ADMINS)
  @Query(() => ApiTokenConnection, {
    description: 'API tokens or sessions, newest first; ended ones too.',
  })
  async tokens(
    @Args(() => TokenListArgs) args: TokenListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<ApiTokenNode>> {
    const slice = sliceOf('token', args);
    const { tenantId } = context.principal;
    const page = await this.readers.tokens(tenantId, args.kind ?? 'API', slice);
    return connectionOf('token', page, apiTokenNode);
  }

  @Authorized(ADMINS)
  @Mutation(() => CreateTokenPayload, { description: 'Makes an API token.' })
  createToken(
    @Arg('input', () => CreateTokenInput, INPUT) input: CreateTokenInput,
    @Ctx() context: DeskContext,
  ): Promise<CreateTokenPayload> {
    const { name, role } = input;
    const memberId = uuidOrNull('Member', input.memberId);
    const days = input.expiresInDays ?? DAYS;
    const { scopes: granted, actor } = context.principal;
    const scopes = input.scopes ?? granted;
    return this.issue(context, 'createToken', input, null, (tx, now) =>
      createTokenIn(tx, actor, { name, role, scopes, granted, memberId, days }, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => RotateTokenPayload, {
    description:
      'Makes a successor with the same name, role, scopes and lifetime, and ends the old one.',
  })
  rotateToken(
    @Arg('input', () => RotateTokenInput, INPUT) input: RotateTokenInput,
    @Ctx() context: DeskContext,
  ): Promise<RotateTokenPayload> {
    const tokenId = uuidOf('ApiToken', input.tokenId);
    const overlapSec = input.overlapSeconds ?? 0;
    const { scopes: granted, actor } = context.principal;
    return this.issue(context, 'rotateToken', input, tokenId, (tx, now) =>
      rotateTokenIn(tx, actor, { tokenId, overlapSec, granted }, now),
    );
  }

  @Authorized(ADMINS)
  @Mutation(() => RevokeTokenPayload, { description: 'Ends an API token at once.' })
  async revokeToken(
    @Arg('input', () => RevokeTokenInput, INPUT) input: RevokeTokenInput,
    @Ctx() context: DeskContext,
  ): Promise<RevokeTokenPayload> {
    const tokenId = uuidOf('ApiToken', input.tokenId);
    const { errors, replayed } = await this.run.perform(
      context,
      'revokeToken',
      input,
      tokenId,
      async (tx, now) => {
        await revokeTokenIn(tx, context.principal.actor, tokenId, now);
        return { subjectId: tokenId };
      },
    );
    return { token: await this.token(context, tokenId), errors, replayed };
  }

  private async issue(
    context: DeskContext,
    name: string,
    input: OnceInput,
    named: string | null,
    make: (tx: Tx, now: Date) => Promise<Issued>,
  ): Promise<IssuedTokenPayload> {
    let bearer: string | null = null;
    const done = await this.run.perform(context, name, input, named, async (tx, now) => {
      const issued = await make(tx, now);
      bearer = issued.token;
      return { subjectId: issued.id };
    });
    const { subjectId, errors, replayed } = done;
    return {
      token: subjectId === null ? null : await this.token(context, subjectId),
      // Of a change that was rolled back, nothing must be shown.
      bearer: replayed || errors.length > 0 ? null : bearer,
      errors,
      replayed,
    };
  }

  private async token(context: DeskContext, uuid: string): Promise<ApiTokenNode | null> {
    const [token = null] = await this.readers.tokensById(context.principal.tenantId, [uuid]);
    return token === null ? null : apiTokenNode(token);
  }
}
