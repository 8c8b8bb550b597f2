import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { MembersDocument, type MembersQuery } from '../generated/graphql';
import { everyPage } from './pages';

export type Member = MembersQuery['members']['nodes'][number];

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
        if (!isOver) setMembers(found);
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

/** To be called when somebody was changed. */
export const useMembersAgain = (): (() => void) => use(MembersContext).again;
