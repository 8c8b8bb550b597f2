import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { LevelDraft } from '../ports/admin';
import type { Tx } from '../ports/store';
import { requireMember } from '../tickets/requirements';
import { showQueueIn } from '../tickets/show-queue';
import { checkedName, requireAdministration } from './requirements';

const LEVELS = 20;

export interface QueuePatch {
  readonly queueId: string;
  /** Null leaves it. */
  readonly name: string | null;
  readonly triageChannelId: string | null;
  /** The whole path, level 1 first; null leaves it. */
  readonly levels: readonly LevelDraft[] | null;
}

const taken = (name: string): DeskError =>
  new DeskError('conflict', 'NAME_TAKEN', `There is a queue “${name}” already.`, null, ['name']);

/** A new place where work waits, with its first level. */
export const createQueueIn = async (
  tx: Tx,
  actor: Actor,
  wanted: { readonly id: string; readonly name: string },
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const name = checkedName(wanted.name, 'name');
  if (!(await tx.admin.insertQueue(wanted.id, name))) throw taken(name);
  await tx.admin.replaceLevels(wanted.id, [{ name: 'First line', ownerId: null }]);
};

/** Changes a queue: its name, the room that shows it, its escalation path. */
export const changeQueueIn = async (
  tx: Tx,
  actor: Actor,
  patch: QueuePatch,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const queue = await tx.desk.queue(patch.queueId);
  if (queue === null) throw notFound('queue');
  if (patch.name !== null) {
    const name = checkedName(patch.name, 'name');
    if (!(await tx.admin.renameQueue(queue.id, name))) throw taken(name);
  }
  if (patch.levels !== null) {
    if (patch.levels.length < 1 || patch.levels.length > LEVELS)
      throw new DeskError(
        'invalid',
        'LEVEL_COUNT',
        `An escalation path has 1 to ${LEVELS} levels.`,
        null,
        ['levels'],
      );
    const levels: LevelDraft[] = [];
    for (const { name, ownerId } of patch.levels) {
      if (ownerId !== null) await requireMember(tx, ownerId);
      levels.push({ name: checkedName(name, 'levels'), ownerId });
    }
    await tx.admin.replaceLevels(queue.id, levels);
  }
  if (patch.triageChannelId !== null && patch.triageChannelId !== queue.triageChannelId)
    await showQueueIn(tx, queue, patch.triageChannelId, now);
};
