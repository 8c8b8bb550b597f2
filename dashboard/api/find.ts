import { useEffect, useMemo, useState } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import {
  FindChannelsDocument,
  type FindChannelsQuery,
  FindCustomersDocument,
  FindQueuesDocument,
  NameOfDocument,
} from '../generated/graphql';
import type { Choice } from '../ui/fields';
import { useTeam } from './members';
import { everyPage } from './pages';

/** What somebody typed, and what fits it; an empty text asks for the first ones. */
export type Find = (typed: string) => Promise<readonly Choice[]>;

type Channel = FindChannelsQuery['channels']['nodes'][number];

export const among = (choices: readonly Choice[], typed: string): readonly Choice[] => {
  const asked = typed.trim().toLowerCase();
  return choices.filter(({ label }) => label.toLowerCase().includes(asked));
};

const findCustomers =
  (client: Client): Find =>
  async (typed) => {
    const { data } = await client
      .query(FindCustomersDocument, { named: typed }, { requestPolicy: 'network-only' })
      .toPromise();
    return (data?.customers.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  };

export const useFindCustomers = (): Find => {
  const client = useClient();
  return useMemo(() => findCustomers(client), [client]);
};

/** Rooms the customer reads. */
export const isForCustomers = ({ kind, active }: Channel): boolean => kind === 'CUSTOMER' && active;

/** Rooms that only the team reads. */
export const isForTheTeam = ({ kind, active, isExternallyShared }: Channel): boolean =>
  kind !== 'CUSTOMER' && active && !isExternallyShared;

export const useFindChannels = (fits: (channel: Channel) => boolean): Find => {
  const client = useClient();
  return useMemo(
    () => async (typed) => {
      const { data } = await client
        .query(
          FindChannelsDocument,
          { named: typed.replace(/^#/, '') },
          { requestPolicy: 'network-only' },
        )
        .toPromise();
      return (data?.channels.nodes ?? []).filter(fits).map(({ id, name, platform }) => ({
        value: id,
        label: `#${name}`,
        note: platform === 'SLACK' ? 'Slack' : 'Teams',
      }));
    },
    [client, fits],
  );
};

/** Queues are few: all of them are asked for at once. */
const allQueues = async (client: Client): Promise<readonly Choice[]> => {
  const all = await everyPage(async (after) => {
    const { data } = await client.query(FindQueuesDocument, { after }).toPromise();
    return data?.queues ?? null;
  });
  return all.map(({ id, name }) => ({ value: id, label: name }));
};

export const useFindQueues = (): Find => {
  const client = useClient();
  return useMemo(() => async (typed) => among(await allQueues(client), typed), [client]);
};

export const useQueueChoices = (): readonly Choice[] => {
  const client = useClient();
  const [queues, setQueues] = useState<readonly Choice[]>([]);
  useEffect(() => {
    allQueues(client).then(setQueues, () => undefined);
  }, [client]);
  return queues;
};

/** Those who work here, with what speaks against giving them more. */
export const useFindMembers = (): Find => {
  const members = useTeam();
  return useMemo(() => {
    const choices = members.map(({ id, label, duty }) => {
      const against = [
        ...(duty?.onShift === false ? ['off shift'] : []),
        ...(duty?.full === true ? ['full'] : []),
      ].join(', ');
      return { value: id, label, ...(against === '' ? {} : { note: against }) };
    });
    return async (typed) => among(choices, typed);
  }, [members]);
};

/** What stands behind an id, as a choice; null while it is not known, or where there is none. */
export const useNamed = (id: string | null): Choice | null => {
  const [{ data }] = useQuery({
    query: NameOfDocument,
    variables: { id: id ?? '' },
    pause: id === null || id === '',
  });
  const node = data?.node ?? null;
  return id === null || node === null || !('name' in node) ? null : { value: id, label: node.name };
};
