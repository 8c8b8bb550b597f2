import type { Platform } from '../ports/chat-event';
import type { Tx } from '../ports/store';

const PLATFORMS: readonly (readonly [Platform, string])[] = [
  ['slack', 'Slack'],
  ['teams', 'Teams'],
];

/**
 * What people are called so that they can be told apart: of two with one name it is said where the
 * desk knows each from. The same person on two platforms is two until somebody links them.
 */
export const distinctNames = async (
  tx: Tx,
  people: readonly { readonly id: string; readonly name: string }[],
): Promise<ReadonlyMap<string, string>> => {
  const named = new Map<string, string>();
  for (const { id, name } of people) {
    const isTwin = people.some((other) => other.id !== id && other.name === name);
    const known: string[] = [];
    for (const [platform, called] of isTwin ? PLATFORMS : [])
      if ((await tx.people.chatIdOf(id, platform)) !== null) known.push(called);
    named.set(id, known.length === 0 ? name : `${name} (${known.join(', ')})`);
  }
  return named;
};
