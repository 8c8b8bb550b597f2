import type { PathView } from '../cards/set-up-cards';
import type { KeptPath } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { distinctNames } from './distinct-names';

/** What members and groups are called, by their ids. */
export const namesOfAll = async (tx: Tx): Promise<ReadonlyMap<string, string>> => {
  const members = await distinctNames(tx, await tx.people.members());
  const groups = await tx.roster.groups();
  return new Map([...members, ...groups.map(({ id, name }) => [id, name] as const)]);
};

/** The paths of the queues whose names begin like this, as a card shows them. */
export const pathViews = async (
  tx: Tx,
  named: string,
  most: number,
): Promise<readonly PathView[]> => {
  const names = await namesOfAll(tx);
  const wanted = named.trim().toLowerCase();
  const queues = (await tx.desk.queues())
    .filter(({ name }) => name.toLowerCase().startsWith(wanted))
    .slice(0, most);
  const views: PathView[] = [];
  for (const { id, name } of queues) {
    const path: KeptPath | null = await tx.escalations.path(id);
    if (path !== null) views.push({ queueName: name, path, names });
  }
  return views;
};
