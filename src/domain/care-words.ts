/** What customers say that the desk acts on by itself. Each desk may replace a list. */
export const WORD_LISTS = ['SOLVED', 'NOT_YET', 'ASKS_FOR_NEWS', 'CALLS_EVERYBODY'] as const;
const ANSWER_LISTS = ['SOLVED', 'NOT_YET'] as const;
export type Answer = (typeof ANSWER_LISTS)[number];
export type WordList = (typeof WORD_LISTS)[number];
export type CareWords = Readonly<Record<WordList, readonly string[]>>;

/** English. */
export const DEFAULT_WORDS: CareWords = {
  SOLVED: [
    ...['yes', 'yep', 'yeah', 'yes it is', 'yes it does', 'yes it did', 'confirmed', 'it is'],
    ...['solved', "it's solved", 'it is solved', 'problem solved', 'resolved', "it's resolved"],
    ...['fixed', "it's fixed", 'it is fixed', 'that fixed it', 'that solved it', 'that did it'],
    ...['works', 'it works', 'works now', 'it works now', 'works again', 'it works again'],
    ...['works for me', 'everything works', 'working now', "it's working", "it's working now"],
    ...['it is working', 'it is working now', 'that worked', 'it worked', 'that did the trick'],
    ...['all good', 'all good now', 'good now', 'works fine', 'works fine now', 'you can close it'],
  ],
  NOT_YET: [
    ...['no', 'nope', 'not yet', 'no not yet', 'not really', 'not quite', 'no luck', 'not solved'],
    ...['not fixed', 'not resolved', 'not working', "it isn't", 'it is not', 'no it is not'],
    ...["doesn't work", "it doesn't work", 'does not work', 'it does not work', "didn't work"],
    ...["that didn't work", 'that did not work', 'did not work', "didn't help", 'did not help'],
    ...[
      'still broken',
      "it's still broken",
      'still not working',
      'still the same',
      'still failing',
    ],
    ...[
      'still happening',
      'still no',
      'same problem',
      'same issue',
      'same error',
      'not solved yet',
    ],
  ],
  ASKS_FOR_NEWS: [
    ...['any update', 'any updates', 'any news', 'any progress', 'any word', 'any eta', 'eta'],
    ...[
      'update please',
      'updates please',
      'status update',
      "what's the status",
      'whats the status',
    ],
    ...['what is the status', 'still waiting', 'following up', 'follow up on this', 'bump'],
    ...['anyone there', 'anybody there', 'are you there', 'is anyone', 'is anybody'],
    ...["haven't heard", 'have not heard', 'when will this', 'how much longer', 'gentle reminder'],
  ],
  CALLS_EVERYBODY: ['@here', '@channel', '@everyone', '@all'],
};

/** Said around an answer without being one. */
const NEUTRAL = [
  ...['thanks', 'thank you', 'thx', 'many thanks', 'thanks a lot', 'cheers', 'so much', 'great'],
  ...['very much', 'for the help', 'for your help', 'perfect', 'awesome', 'super', 'nice', 'cool'],
  ...['hi', 'hello', 'hey', 'all', 'team', 'everyone', 'sorry', 'unfortunately', 'ok', 'okay'],
];

const LONGEST = 200;
const QUESTION = /[?¿؟]/u;

/** A text as the words of a list are compared: lower case, no punctuation. */
export const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}'@]+/gu, ' ')
    .trim();

const ANSWERS = { NEUTRAL: 0, SOLVED: 1, NOT_YET: 2 } as const;

/** What can stand at each place, longest text cut into the phrases of the lists. */
const readings = (said: readonly string[], phrases: ReadonlyMap<string, number>): Set<number> => {
  const longest = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(' ').length));
  const reached: Set<number>[] = said.map(() => new Set());
  reached.push(new Set());
  reached[0]?.add(0);
  for (const [start, masks] of reached.entries())
    for (let end = start + 1; end <= Math.min(said.length, start + longest); end += 1) {
      const phrase = phrases.get(said.slice(start, end).join(' '));
      if (phrase !== undefined) for (const mask of masks) reached[end]?.add(mask | phrase);
    }
  return reached[said.length] ?? new Set();
};

/**
 * Does this text answer "is it solved?", and nothing else? Every word of it must be part of a
 * listed phrase; a doubt counts more than a yes; a question answers nothing.
 */
export const answerOf = (text: string, words: CareWords): Answer | null => {
  if (text.length > LONGEST || QUESTION.test(text)) return null;
  const said = comparable(text);
  if (said === '') return null;
  const phrases = new Map<string, number>();
  for (const phrase of NEUTRAL) phrases.set(phrase, ANSWERS.NEUTRAL);
  for (const list of ANSWER_LISTS)
    for (const phrase of words[list]) phrases.set(comparable(phrase), ANSWERS[list]);
  const masks = [...readings(said.split(' '), phrases)];
  if (masks.some((mask) => (mask & ANSWERS.NOT_YET) !== 0)) return 'NOT_YET';
  return masks.some((mask) => (mask & ANSWERS.SOLVED) !== 0) ? 'SOLVED' : null;
};
