import { shorten, type Text, words } from '../../domain/text';
import { standingWords } from '../../domain/work-item';
import type { WorkItem } from '../ports/work-items';
import type { Block } from './card';

const SHOWN = 5;

const lineOf = ({ key, url, title, ...standing }: WorkItem): Text =>
  words(
    { kind: 'link', url, text: key },
    title === null ? '' : ` ${shorten(title, 80)}`,
    ` · ${standingWords(standing)}`,
  );

/** What developers work on for a ticket, a short line each. */
export const workItemBlocks = (items: readonly WorkItem[]): readonly Block<'team'>[] => {
  if (items.length === 0) return [];
  const more = items.length - SHOWN;
  const lines = items
    .slice(0, SHOWN)
    .map((item, at) => words(at === 0 ? '🔗 ' : '\n🔗 ', ...lineOf(item)));
  return [{ kind: 'text', text: words(...lines, more > 0 ? `\nand ${more} more` : '') }];
};
