import type { Errand } from '../app/ports/queues';

/**
 * What must happen in order shares a lane: a thread, or a surface together with everything that
 * waits for its thread to exist. Whispers and home pages wait for nobody. Whatever the lane, what is
 * done to one surface is done in its order.
 */
export const laneOf = (tenantId: string, errand: Errand, id: string): string => {
  if (errand.kind === 'whisper' || errand.kind === 'home') return id;
  const { platform, workspace, channel, threadId } = errand.to;
  const root = errand.inThreadOf ?? (threadId === null ? errand.surface : null);
  // What stands at the head of a thread need not wait for what is said below it: a card shows who
  // claimed it while a customer's long message still arrives under it.
  if (root !== null && errand.kind === 'edit' && root === errand.surface)
    return `edit:${tenantId}:${root}`;
  if (root !== null) return `surface:${tenantId}:${root}`;
  return `thread:${platform}:${workspace}:${channel}:${threadId ?? ''}`;
};
