import { DeskError } from './errors';
import { storable } from './text';

/** A stretch of an excerpt; a match is drawn so that it stands out. */
export interface ExcerptPart {
  readonly text: string;
  readonly isMatch: boolean;
}

const LONGEST = 500;

/** What is looked for, or a refusal that says why it cannot be. */
export const askedFor = (given: string): string => {
  const query = storable(given).trim();
  if (query === '')
    throw new DeskError(
      'invalid',
      'WORDS_NEEDED',
      'Say what to look for.',
      'For example: /desk find export fails',
      ['query'],
    );
  if (query.length > LONGEST)
    throw new DeskError(
      'invalid',
      'QUERY_TOO_LONG',
      `Look for at most ${LONGEST} characters.`,
      'A few words that stand out find more than a whole text.',
      ['query'],
    );
  return query;
};

/** Without capitals and accents, as the words that are searched in are kept. */
export const foldWord = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .normalize('NFKC');

/** How many letters are wrong, missing, too many or swapped with their neighbour. */
const edits = (one: string, other: string): number => {
  const a = [...one];
  const b = [...other];
  let before: number[] = [];
  let last: number[] = b.map((_, n) => n).concat(b.length);
  for (const [i, letter] of a.entries()) {
    const row = [i + 1];
    for (const [j, wanted] of b.entries()) {
      const change = (last[j] ?? 0) + (letter === wanted ? 0 : 1);
      const shift = Math.min((last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1);
      const isSwapped = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === wanted;
      const swap = isSwapped ? (before[j - 1] ?? 0) + 1 : change;
      row.push(Math.min(change, shift, swap));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

const MOST_SIMILAR = 8;

/** A long word may be further from what was meant than a short one. */
const forgiven = (word: string): number => {
  const letters = [...word].length;
  if (letters < 4) return 0;
  return letters < 8 ? 1 : 2;
};

/** Those of the known words that the asked one may be a typo of, nearest first. */
export const similarTo = (asked: string, known: readonly string[]): readonly string[] =>
  known
    .map((word) => ({ word, far: edits(asked, word) }))
    .filter(({ far }) => far > 0 && far <= forgiven(asked))
    .sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_SIMILAR)
    .map(({ word }) => word);

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const AROUND = 160;
const BEFORE = 40;

/** Ends at whole words where there are some near, and always at whole characters. */
const cut = (text: string, first: number): readonly [from: number, to: number] => {
  let from = first <= BEFORE ? 0 : first - BEFORE;
  if (from > 0) {
    const space = text.slice(from, first).search(/\s/u);
    from = space === -1 ? first : from + space + 1;
  }
  let to = Math.min(text.length, from + AROUND);
  if (to < text.length) {
    const space = text.slice(from, to).search(/\s\S*$/u);
    if (from + space > first) to = from + space;
  }
  if (/[\udc00-\udfff]/.test(text.charAt(to))) to -= 1;
  return [from, to];
};

/** The place of a text where the matched words stand, in parts: never markup. */
export const excerptOf = (text: string, matched: ReadonlySet<string>): readonly ExcerptPart[] => {
  const hits = [...text.matchAll(WORD)].filter(([word]) => matched.has(foldWord(word)));
  const [from, to] = cut(text, hits[0]?.index ?? 0);
  const parts: ExcerptPart[] = [];
  const add = (part: string, isMatch: boolean): void => {
    if (part !== '') parts.push({ text: part, isMatch });
  };
  let at = from;
  if (from > 0) add('…', false);
  for (const { 0: word, index } of hits) {
    if (index < at || index + word.length > to) continue;
    add(text.slice(at, index), false);
    add(word, true);
    at = index + word.length;
  }
  add(text.slice(at, to), false);
  if (to < text.length) add('…', false);
  return parts;
};
