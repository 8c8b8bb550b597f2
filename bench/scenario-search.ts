import { ADMIN_TOKEN, type Scenario } from './bench';
import { withFilledDesk } from './filled-desk';
import { onServer } from './postgres';
import { seededWords, wordSeed } from './search-seed';
import { percentile } from './stats';

const QUERY = `query ($words: String!) {
  search(query: $words, first: 25) {
    nodes { id kind at excerpt { text isMatch } message { author { __typename } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** What a dashboard does without us. */
const PLAIN = `select id, plain, occurred_at from message
  where tenant_id = $1 and plain ilike '%' || $2 || '%'
  order by occurred_at desc, id desc limit 25`;

const swapped = (word: string): string =>
  `${word.slice(0, 2)}${word.charAt(3)}${word.charAt(2)}${word.slice(4)}`;

type Words = readonly { readonly word: string; readonly rank: number }[];

/** Kinds of searches, each a list of what is asked in turn. */
const searchesOf = (words: Words): Readonly<Record<string, readonly string[]>> => {
  const about = (rank: number, count: number): readonly string[] => {
    const from = words.findIndex((one) => one.rank >= rank);
    return words.slice(from, from + count).map(({ word }) => word);
  };
  const common = about(1, 8);
  const middling = about(300, 40);
  const rare = about(20_000, 60);
  return {
    'common words': common,
    'middling words': middling,
    'rare words': rare,
    'two common words': common.map((word, n) => `${word} ${common.at(n - 1) ?? ''}`),
    'a common and a rare word': rare.map((word, n) => `${word} ${common[n % common.length] ?? ''}`),
    'two middling words': middling.map((word, n) => `${word} ${middling.at(n - 1) ?? ''}`),
    typos: [...common, ...middling, ...rare].map(swapped),
    beginnings: middling.map((word) => word.slice(0, 4)),
  };
};

const ask = async (port: number, words: string): Promise<number> => {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify({ query: QUERY, variables: { words } }),
  });
  const text = await response.text();
  if (text.includes('"errors"')) throw new Error(text.slice(0, 300));
  return performance.now() - began;
};

const inTurn = async <T>(items: readonly T[], each: (item: T) => Promise<number>) => {
  const times: number[] = [];
  for (const item of items) times.push(await each(item));
  return times;
};

/** Words in many messages, through the whole API, beside what a plain ILIKE takes. */
export const searchScenario: Scenario = (bench) => {
  const messages = bench.quick ? 100_000 : 5_000_000;
  return withFilledDesk(bench, 'search', wordSeed(messages), async ({ desk, url, client }) => {
    const words = await seededWords(url);
    const [row = {}] = await onServer(url, 'select id from tenant limit 1');
    const plain = async (word: string): Promise<number> => {
      const began = performance.now();
      await client.query(PLAIN, [row.id, word]);
      return performance.now() - began;
    };
    const kinds = searchesOf(words);
    const all: number[] = [];
    const figures = [];
    for (const [kind, searches] of Object.entries(kinds)) {
      await inTurn(searches, (one) => ask(desk.port, one));
      const times = await inTurn([...searches, ...searches], (one) => ask(desk.port, one));
      all.push(...times);
      const ilike = await inTurn(searches.slice(0, 3), plain);
      figures.push({
        what: `search: ${kind}, p95`,
        value: percentile(times, 0.95),
        unit: 'ms' as const,
        against: [
          { name: 'the same words by ILIKE in `pg`, median', value: percentile(ilike, 0.5) },
        ],
        note: `${searches.length} searches, p50 ${percentile(times, 0.5).toFixed(1)} ms`,
      });
    }
    return [
      {
        what: 'search: all of these, p95',
        value: percentile(all, 0.95),
        unit: 'ms',
        against: [{ name: 'goal', value: 50 }],
        note: `${messages.toLocaleString('en')} messages, one client`,
      },
      ...figures,
    ];
  });
};
