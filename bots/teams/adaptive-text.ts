import { type Span, storable, type Text, toPlain } from '../../src/domain/text';

/**
 * Words are always runs of a RichTextBlock: a TextBlock would read a customer's asterisks and
 * brackets as markup and links.
 */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly italic?: true;
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'None' | 'Small';
  readonly separator?: true;
}

const MAX_URL = 2_000;
const MAX_LINES = 300;

/** The address if a person may follow it, else null: then it is shown as words. */
export const linkable = (url: string): string | null => {
  if (url.length > MAX_URL || /[\s<>]/.test(url) || !URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
};

const run = (text: string, more: Partial<TextRun> = {}): TextRun => ({
  type: 'TextRun',
  text: storable(text),
  ...more,
});

const runOf = (span: Span): TextRun => {
  switch (span.kind) {
    case 'plain':
    case 'mention':
    case 'time':
      return run(toPlain([span]));
    case 'bold':
      return run(span.text, { weight: 'Bolder' });
    case 'italic':
      return run(span.text, { italic: true });
    case 'code':
    case 'block':
      return run(span.text, { fontType: 'Monospace' });
    case 'link': {
      const url = linkable(span.url);
      // The address stays readable beside its words, so that a label cannot lie about it.
      return url === null
        ? run(toPlain([span]))
        : run(toPlain([span]), { selectAction: { type: 'Action.OpenUrl', url } });
    }
    default:
      return span satisfies never;
  }
};

/** A run cannot hold a line break everywhere, so each line is a block of its own. */
const linesOf = (runs: readonly TextRun[]): TextRun[][] => {
  const lines: TextRun[][] = [[]];
  for (const one of runs)
    one.text.split(/\r\n|[\n\r\u2028\u2029]/).forEach((text, at) => {
      if (at > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...one, text });
    });
  return lines;
};

/** Text -> blocks, one a line. */
export const richBlocks = (text: Text, muted = false): RichTextBlock[] => {
  const lines = linesOf(text.map(runOf));
  const shown =
    lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES), [run('… (shortened)')]];
  return shown.map((line, at) => ({
    type: 'RichTextBlock',
    inlines: (line.length === 0 ? [run(' ')] : line).map((one) =>
      muted ? { ...one, isSubtle: true } : one,
    ),
    ...(at === 0 ? {} : { spacing: 'None' }),
  }));
};
