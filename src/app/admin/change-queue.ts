import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { ACCEPT_MIN, changePathIn, draftOf, withOwner } from '../escalation/change-path';
import type { Tx } from '../ports/store';
import { showQueueIn } from '../tickets/show-queue';
import { checkedName, requireAdministration } from './requirements';

export interface QueuePatch {
  readonly queueId: string;
  /** Null leaves it. */
  readonly name: string | null;
  readonly triageChannelId: string | null;
  /** The whole path, level 1 first; null leaves it. Who else is asked at a level, and by when, stays. */
  readonly levels: readonly { readonly name: string; readonly ownerId: string | null }[] | null;
}

const taken = (name: string): DeskError =>
  new DeskError('conflict', 'NAME_TAKEN', `There is a queue “${name}” already.`, null, ['name']);

/** A new place where work waits, with its first level. */
export const createQueueIn = async (
  tx: Tx,
  actor: Actor,
  wanted: { readonly id: string; readonly name: string },
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const name = checkedName(wanted.name, 'name');
  if (!(await tx.admin.insertQueue(wanted.id, name))) throw taken(name);
  const first = { level: 1, name: 'First line', acceptMin: ACCEPT_MIN, steps: [] };
  const patch = { queueId: wanted.id, expectedVersion: null, levels: [first] };
  await changePathIn(tx, actor, patch, now);
};

const changeOwnersIn = async (
  tx: Tx,
  actor: Actor,
  queueId: string,
  owners: NonNullable<QueuePatch['levels']>,
  now: Date,
): Promise<void> => {
  const kept = await tx.escalations.path(queueId);
  const stands = kept === null ? [] : draftOf(kept).levels;
  const levels = owners.map(({ name, ownerId }, at) => {
    const before = stands.find(({ level }) => level === at + 1);
    const acceptMin = before?.acceptMin ?? ACCEPT_MIN;
    return { level: at + 1, name, acceptMin, steps: withOwner(before?.steps ?? [], ownerId) };
  });
  await changePathIn(tx, actor, { queueId, expectedVersion: null, levels }, now);
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
  if (patch.levels !== null) await changeOwnersIn(tx, actor, queue.id, patch.levels, now);
  if (patch.triageChannelId !== null && patch.triageChannelId !== queue.triageChannelId)
    await showQueueIn(tx, queue, patch.triageChannelId, now);
};
