import type { Actor } from '../../domain/actor';
import { audited } from '../admin/audit';
import type { Tx } from '../ports/store';

interface Settling {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly rules: { readonly now: Date };
  /** What was typed or filled in. */
  readonly words: unknown;
}

/** A setting changed from chat is written down like one changed elsewhere. */
export const settled = (
  { tx, actor, rules, words: input }: Settling,
  action: string,
  ids: readonly string[],
  work: () => Promise<unknown>,
): Promise<unknown> => {
  const act = { actor, action, via: 'CHAT', named: { ids, names: [] }, asked: input } as const;
  return audited(tx, act, rules.now, async () => {
    const done = await work();
    const subjectId = typeof done === 'string' ? done : undefined;
    return subjectId === undefined ? {} : { subjectId };
  });
};
