import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { MembersDocument, type MembersQuery } from '../generated/graphql';
import { platformWords } from '../ui/words';
import { everyPage } from './pages';

type Asked = MembersQuery['members']['nodes'][number];

export interface Member extends Asked {
  /** What tells them apart: of two with one name, where the desk knows each from. */
  readonly label: string;
}

const labelled = (members: readonly Asked[]): readonly Member[] =>
  members.map((one) => {
    const isTwin =
      one.linkedToId === null &&
      members.some(
        ({ id, name, linkedToId }) => id !== one.id && name === one.name && linkedToId === null,
      );
    const known = one.platforms.map(platformWords).join(', ');
    return { ...one, label: isTwin && known !== '' ? `${one.name} (${known})` : one.name };
  });

interface Known {
  readonly members: readonly Member[];
  readonly again: () => void;
}

const MembersContext = createContext<Known>({ members: [], again: () => undefined });

/** Asks once for everybody on our side, however many they are, and again when something changed. */
export const MembersProvider = ({ ask, children }: { ask: boolean; children: ReactNode }) => {
  const client = useClient();
  const [members, setMembers] = useState<readonly Member[]>([]);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    if (!ask) return;
    let isOver = false;
    everyPage(async (after) => {
      const variables = { first: 100, after };
      const { data } = await client
        .query(MembersDocument, variables, { requestPolicy: 'network-only', asked })
        .toPromise();
      return data?.members ?? null;
    }).then(
      (found) => {
        if (!isOver) setMembers(labelled(found));
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [client, ask, asked]);

  const known = useMemo(
    () => ({ members, again: () => setAsked((times) => times + 1) }),
    [members],
  );
  return <MembersContext value={known}>{children}</MembersContext>;
};

/** Everybody on our side whom the desk knows, by name. */
export const useMembers = (): readonly Member[] => use(MembersContext).members;

/** Those who work here; of two that are one person, the one that stays. */
export const useTeam = (): readonly Member[] => {
  const members = useMembers();
  return useMemo(
    () => members.filter(({ active, linkedToId }) => active && linkedToId === null),
    [members],
  );
};

/** To be called when somebody was changed. */
export const useMembersAgain = (): (() => void) => use(MembersContext).again;
