import type { FoundToken, TokenStore } from '../ports/tokens';

type Find = TokenStore['find'];

interface Asked {
  readonly running: Promise<FoundToken | null>;
  /** Of all who came while that one ran: it may have looked before they came. */
  next: Promise<FoundToken | null> | null;
}

/**
 * Looks a token up once for all requests that wait for it. Nobody is given what was found before
 * they asked, so a token that has ended is refused as if everybody looked for themselves.
 */
export const sharingFinds = (find: Find): Find => {
  const asked = new Map<string, Asked>();
  const start = (tokenId: string): Promise<FoundToken | null> => {
    const mine: Asked = { running: find(tokenId), next: null };
    asked.set(tokenId, mine);
    const leave = (): void => {
      if (asked.get(tokenId) === mine && mine.next === null) asked.delete(tokenId);
    };
    mine.running.then(leave, leave);
    return mine.running;
  };
  return (tokenId) => {
    const known = asked.get(tokenId);
    if (known === undefined) return start(tokenId);
    const again = (): Promise<FoundToken | null> => start(tokenId);
    known.next ??= known.running.then(again, again);
    return known.next;
  };
};
