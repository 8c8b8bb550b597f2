import { useState } from 'react';

interface PageOf<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Beyond this nobody reads on: 5,000 at 100 a page. */
const MOST_PAGES = 50;

/** Every row of a list, page after page. A page that does not come ends it. */
export const everyPage = async <Node>(
  ask: (after: string | null) => Promise<PageOf<Node> | null>,
): Promise<readonly Node[]> => {
  const all: Node[] = [];
  let after: string | null = null;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const page: PageOf<Node> | null = await ask(after);
    if (page === null) break;
    all.push(...page.nodes);
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) break;
    after = page.pageInfo.endCursor;
  }
  return all;
};

export interface Pages {
  /** What the page shown follows; null: it is the first. */
  readonly after: string | null;
  readonly isFirst: boolean;
  readonly back: () => void;
  readonly on: (endCursor: string | null) => void;
}

/** Walking a list forward and back. It begins anew when `about` changes. */
export const usePages = (about = ''): Pages => {
  const [walked, walk] = useState<{ about: string; cursors: readonly string[] }>({
    about,
    cursors: [],
  });
  const cursors = walked.about === about ? walked.cursors : [];
  return {
    after: cursors.at(-1) ?? null,
    isFirst: cursors.length === 0,
    back: () => walk({ about, cursors: cursors.slice(0, -1) }),
    on: (endCursor) => {
      if (endCursor !== null) walk({ about, cursors: [...cursors, endCursor] });
    },
  };
};
