import type { types } from '@slack/bolt';
import { type Span, storable, type Text, toPlain } from '../../src/domain/text';
import { dateOf, linkable } from './slack-text';

type Leaf = types.RichTextElement;
type Group = types.RichTextBlock['elements'][number];

/** `quoted`: somebody else's words, in which nobody is called and no label hides an address. */
export type Voice = 'own' | 'quoted';

const leaf = (text: string, style?: types.RichTextText['style']): Leaf[] => {
  const clean = storable(text);
  return clean === '' ? [] : [{ type: 'text', text: clean, ...(style ? { style } : {}) }];
};

const leavesOfLink = (span: Extract<Span, { kind: 'link' }>, voice: Voice): Leaf[] => {
  const url = linkable(span.url);
  if (url === null) return leaf(toPlain([span]));
  const label = storable(span.text);
  if (label === '' || label === url) return [{ type: 'link', url }];
  if (voice === 'own') return [{ type: 'link', url, text: label }];
  return [...leaf(`${label} (`), { type: 'link', url }, ...leaf(')')];
};

const leavesOf = (span: Exclude<Span, { kind: 'block' }>, voice: Voice): Leaf[] => {
  switch (span.kind) {
    case 'plain':
      return leaf(span.text);
    case 'bold':
      return leaf(span.text, { bold: true });
    case 'italic':
      return leaf(span.text, { italic: true });
    case 'code':
      return leaf(span.text, { code: true });
    case 'link':
      return leavesOfLink(span, voice);
    case 'mention':
      return voice === 'own' && /^[UW][A-Z0-9]+$/.test(span.userId)
        ? [{ type: 'user', user_id: span.userId }]
        : leaf(`@${span.label}`);
    case 'time':
      return [{ type: 'date', ...dateOf(span) }];
    default:
      return span satisfies never;
  }
};

const groupsOf = (text: Text, voice: Voice): Group[] => {
  const groups: Group[] = [];
  let open: Leaf[] = [];
  const close = (): void => {
    if (open.length === 0) return;
    groups.push(
      voice === 'quoted'
        ? { type: 'rich_text_quote', elements: open }
        : { type: 'rich_text_section', elements: open },
    );
    open = [];
  };
  for (const span of text) {
    if (span.kind !== 'block') open.push(...leavesOf(span, voice));
    else if (storable(span.text) !== '') {
      close();
      groups.push({
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: storable(span.text) }],
      });
    }
  }
  close();
  return groups;
};

/** Spans -> a rich text block: the one place where strange words are shown and cannot act. */
export const richText = (text: Text, voice: Voice): types.RichTextBlock => {
  const groups = groupsOf(text, voice);
  return {
    type: 'rich_text',
    elements:
      groups.length > 0
        ? groups
        : [{ type: 'rich_text_section', elements: [{ type: 'text', text: ' ' }] }],
  };
};
