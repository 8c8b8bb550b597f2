import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { linkIn, unlinkIn } from '../../src/app/admin/link';
import type { LinkKind } from '../../src/app/ports/links';
import { DeskError, notFound } from '../../src/domain/errors';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { parseGlobalId } from '../global-id';
import { LEADS } from '../types/enums';
import { LinkInput, LinkPayload, UnlinkInput, UnlinkPayload } from '../types/link';

const KINDS = new Map<string, LinkKind>([
  ['Customer', 'CUSTOMER'],
  ['Contact', 'CONTACT'],
  ['Member', 'MEMBER'],
]);

const named = (id: string): { readonly kind: LinkKind; readonly uuid: string } => {
  const parsed = parseGlobalId(id);
  const kind = parsed === null ? undefined : KINDS.get(parsed.type);
  if (parsed === null || kind === undefined) throw notFound('customer, contact or member');
  return { kind, uuid: parsed.uuid };
};

/** One history for whoever comes in by several ways. */
@Resolver()
export class LinksResolver {
  constructor(private readonly run: AdminRunner) {}

  @Authorized(LEADS)
  @Mutation(() => LinkPayload, {
    description:
      'Makes two customers, contacts or members one, for example the same person in Slack and in Teams. unlink takes it back.',
  })
  async link(
    @Arg('input', () => LinkInput, { description: 'Who is who.' }) input: LinkInput,
    @Ctx() context: DeskContext,
  ): Promise<LinkPayload> {
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'link', input, null, async (tx, now) => {
      const duplicate = named(input.duplicateId);
      const into = named(input.intoId);
      if (duplicate.kind !== into.kind)
        throw new DeskError('invalid', 'DIFFERENT_TYPES', 'Two of one type can be linked.', null, [
          'intoId',
        ]);
      const draft = { kind: into.kind, duplicateId: duplicate.uuid, intoId: into.uuid };
      await linkIn(tx, actor, draft, now);
      return {};
    });
    const { errors, replayed } = done;
    return { linked: errors.length === 0, errors, replayed };
  }

  @Authorized(LEADS)
  @Mutation(() => UnlinkPayload, {
    description: 'Takes a link back: what was moved returns to where it came from.',
  })
  async unlink(
    @Arg('input', () => UnlinkInput, { description: 'Which link.' }) input: UnlinkInput,
    @Ctx() context: DeskContext,
  ): Promise<UnlinkPayload> {
    const { actor } = context.principal;
    const done = await this.run.perform(context, 'unlink', input, null, async (tx, now) => {
      const { kind, uuid } = named(input.duplicateId);
      await unlinkIn(tx, actor, kind, uuid, now);
      return {};
    });
    const { errors, replayed } = done;
    return { unlinked: errors.length === 0, errors, replayed };
  }
}
