import { type Foreseen, foresee } from '../src/app/care/change-hours';
import { rehearse } from '../src/app/care/rehearse';
import type { Upserted } from '../src/app/ports/answers';
import type { Tx } from '../src/app/ports/store';
import { type ChangingDesk, refusal } from '../src/app/tickets/once';
import { DeskError } from '../src/domain/errors';
import type { Administered, AdminRunner } from './admin-mutation';
import type { DeskContext } from './context';
import type { HoursChangeInput } from './types/hours-inputs';

/** What was kept: `id` null where nothing stands any more. */
export interface KeptHours {
  readonly id: string | null;
  readonly result: Upserted;
}

export interface HoursChanged extends Administered {
  readonly foreseen: Foreseen | null;
}

/** Changes hours or service levels, or only says what the change would mean. */
export class HoursRunner {
  constructor(
    private readonly desk: ChangingDesk,
    private readonly administer: AdminRunner,
  ) {}

  async perform(
    context: DeskContext,
    name: string,
    input: HoursChangeInput,
    work: (tx: Tx, now: Date) => Promise<KeptHours>,
  ): Promise<HoursChanged> {
    if (input.dryRun === true) return this.rehearsed(context, work);
    let foreseen: Foreseen | null = null;
    const done = await this.administer.perform(context, name, input, null, async (tx, now) => {
      const { id, result } = await work(tx, now);
      foreseen = await foresee(tx, now);
      return id === null ? { result } : { subjectId: id, result };
    });
    return { ...done, foreseen: done.replayed ? null : foreseen };
  }

  private async rehearsed(
    context: DeskContext,
    work: (tx: Tx, now: Date) => Promise<KeptHours>,
  ): Promise<HoursChanged> {
    const { tenantId } = context.principal;
    try {
      const { kept, foreseen } = await rehearse(this.desk, tenantId, async (tx, now) => ({
        kept: await work(tx, now),
        foreseen: await foresee(tx, now),
      }));
      return { subjectId: kept.id, result: kept.result, errors: [], replayed: false, foreseen };
    } catch (error) {
      if (!(error instanceof DeskError) || error.kind === 'unavailable') throw error;
      const { errors } = refusal(error);
      return { subjectId: null, result: null, errors, replayed: false, foreseen: null };
    }
  }
}
