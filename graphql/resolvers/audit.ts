import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import type { DeskContext } from '../context';
import { parseGlobalId } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import {
  AuditEntryConnection,
  type AuditEntryNode,
  AuditLogArgs,
  auditEntryNode,
} from '../types/audit';
import type { Connection } from '../types/connection';
import { ADMINS } from '../types/enums';

/** Who changed the desk itself. */
@Resolver()
export class AuditResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(ADMINS)
  @Query(() => AuditEntryConnection, {
    description: 'Who changed the desk itself, newest first: members, settings, tokens, sign-ins.',
  })
  async auditLog(
    @Args(() => AuditLogArgs) args: AuditLogArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<AuditEntryNode>> {
    const filter = {
      actorId:
        typeof args.actorId === 'string' ? (parseGlobalId(args.actorId)?.uuid ?? null) : null,
      actions: args.actions ?? null,
      from: args.from ?? null,
      to: args.to ?? null,
    };
    const { tenantId } = context.principal;
    const page = await this.readers.auditLog(tenantId, filter, sliceOf('audit', args));
    return connectionOf('audit', page, auditEntryNode);
  }
}
