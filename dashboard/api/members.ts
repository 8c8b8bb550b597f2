import { useQuery } from 'urql';
import { MembersDocument, type MembersQuery } from '../generated/graphql';

export type Member = MembersQuery['members']['nodes'][number];

/** Everybody on our side whom the desk knows, by name. */
export const useMembers = (): readonly Member[] => {
  const [{ data }] = useQuery({ query: MembersDocument, requestPolicy: 'cache-first' });
  return data?.members.nodes ?? [];
};
