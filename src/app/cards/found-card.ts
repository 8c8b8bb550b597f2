import type { ExcerptPart } from '../../domain/search';
import { bold, plain, shorten, type Text, words } from '../../domain/text';
import type { Block, Card } from './card';
import { type Line, lineText } from './lists';

export interface FoundLine extends Line {
  /** Where the words stand in a message; empty where they stand in the subject. */
  readonly excerpt: readonly ExcerptPart[];
}

const drawn = (excerpt: readonly ExcerptPart[]): Text =>
  excerpt.flatMap(({ text, isMatch }) => (isMatch ? [bold(text)] : plain(text)));

const blocksOf = (line: FoundLine, zone: string): Block<'team'>[] => [
  { kind: 'text', text: lineText(line, zone) },
  ...(line.excerpt.length === 0 ? [] : [{ kind: 'quote', text: drawn(line.excerpt) } as const]),
  ...(line.ticket.assigneeId === null
    ? [
        {
          kind: 'buttons',
          buttons: [
            {
              kind: 'button',
              label: 'Claim',
              style: 'plain',
              action: 'claim',
              subject: { ticketId: line.ticket.id, version: line.ticket.version },
            },
          ],
        } as const,
      ]
    : []),
];

/** What a search found: each ticket with the place where the words stand. */
export const foundCard = (
  query: string,
  lines: readonly FoundLine[],
  zone: string,
): Card<'team'> => {
  const title = `Tickets with “${shorten(query, 80)}”`;
  return {
    audience: 'team',
    title: '',
    tone: 'neutral',
    blocks: [
      { kind: 'text', text: words(bold(title)) },
      ...(lines.length === 0
        ? [{ kind: 'text', text: words('No ticket has these words.'), muted: true } as const]
        : lines.flatMap((line) => blocksOf(line, zone))),
    ],
    fallback: title,
  };
};
