import { audited, namedIn } from '../src/app/admin/audit';
import type { Upserted } from '../src/app/ports/answers';
import type { Tx } from '../src/app/ports/store';
import { type ChangingDesk, type Outcome, once, type Work } from '../src/app/tickets/once';
import type { DeskContext } from './context';
import { parseGlobalId } from './global-id';
import type { OnceInput } from './types/ticket-inputs';
import type { Refused } from './types/user-error';

/** What became of an administrative change, before its subject is read. */
export interface Administered {
  /** Null when nothing was changed and nothing was named. */
  readonly subjectId: string | null;
  readonly result: Upserted | null;
  readonly errors: readonly Refused[];
  readonly replayed: boolean;
}

/** Once per key, refusals as data; what is changed is read afterwards by whoever asked. */
export class AdminRunner {
  constructor(private readonly desk: ChangingDesk) {}

  /**
   * An administrative act: whatever goes through here stands in the audit log, under the name of
   * its mutation. `named` is the subject a refusal still shows.
   */
  perform(
    context: DeskContext,
    name: string,
    input: OnceInput,
    named: string | null,
    work: (tx: Tx, now: Date) => Promise<Outcome>,
  ): Promise<Administered> {
    const { ids, names } = namedIn(input, (text) => parseGlobalId(text)?.uuid ?? null);
    const act = {
      actor: context.principal.actor,
      action: name,
      via: 'API',
      named: { ids: named === null ? ids : [...new Set([named, ...ids])], names },
      asked: input,
    } as const;
    return this.once(context, name, input, named, (tx, now) =>
      audited(tx, act, now, () => work(tx, now)),
    );
  }

  /** Work on tickets, which has a history of its own. */
  async once(
    context: DeskContext,
    name: string,
    input: OnceInput,
    named: string | null,
    work: Work,
  ): Promise<Administered> {
    context.signal.throwIfAborted();
    const request = { name, input, key: input.idempotencyKey ?? null };
    const { answer, replayed } = await once(this.desk, context.principal, request, work);
    return {
      subjectId: answer.subjectId ?? named,
      result: answer.result ?? null,
      errors: answer.errors,
      replayed,
    };
  }
}
