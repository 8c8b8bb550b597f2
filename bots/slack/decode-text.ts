import { z } from 'zod';
import { type Span, storable, type Text } from '../../src/domain/text';

const style = z
  .object({ bold: z.boolean(), italic: z.boolean(), code: z.boolean() })
  .partial()
  .optional()
  .catch(undefined);
const leaf = z.object({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
  usergroup_id: z.string().optional().catch(undefined),
  channel_id: z.string().optional().catch(undefined),
  range: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  unicode: z.string().optional().catch(undefined),
  timestamp: z.number().optional().catch(undefined),
  fallback: z.string().optional().catch(undefined),
  value: z.string().optional().catch(undefined),
  style,
});
const group = z.object({
  type: z.string(),
  elements: z.array(z.unknown()).catch([]),
  style: z.string().optional().catch(undefined),
  indent: z.number().optional().catch(undefined),
});
const richText = z.object({ type: z.literal('rich_text'), elements: z.array(z.unknown()) });

const entity: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (found) => entity[found] ?? found);

/**
 * A command's words as they were typed. With `should_escape` Slack escapes them and makes tokens of
 * links, rooms and people; a person stays `<@U1|ada>`, because the id is what they are found by.
 */
export const wordsOfCommand = (text: string): string =>
  unescaped(
    text
      .replace(/<((?:https?|mailto):[^<>|]+)(?:\|[^<>]*)?>/g, '$1')
      .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1'),
  );

/** `<@U1|ada>` in the fall-back text names people and rooms that the blocks give only by id. */
const labelsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/<[@#]([A-Z0-9]+)\|([^<>]+)>/g)].map((found) => [
      found[1] ?? '',
      unescaped(found[2] ?? ''),
    ]),
  );

const emoji = (name: string, unicode: string | undefined): string => {
  const points = (unicode ?? '').split('-').map((hex) => Number.parseInt(hex, 16));
  const known = points.every((point) => Number.isInteger(point) && point > 0 && point <= 0x10ffff);
  return known && unicode ? String.fromCodePoint(...points) : `:${name}:`;
};

const spanOfLeaf = (raw: unknown, labels: ReadonlyMap<string, string>): Span | null => {
  const parsed = leaf.safeParse(raw);
  if (!parsed.success) return null;
  const it = parsed.data;
  const label = (id: string): string => storable(labels.get(id) ?? id);
  switch (it.type) {
    case 'text': {
      const text = storable(it.text ?? '');
      if (it.style?.code) return { kind: 'code', text };
      if (it.style?.bold) return { kind: 'bold', text };
      return { kind: it.style?.italic ? 'italic' : 'plain', text };
    }
    case 'link':
      return { kind: 'link', url: storable(it.url ?? ''), text: storable(it.text ?? it.url ?? '') };
    case 'user':
      return { kind: 'mention', userId: it.user_id ?? '', label: label(it.user_id ?? '') };
    case 'channel':
      return { kind: 'plain', text: `#${label(it.channel_id ?? '')}` };
    case 'usergroup':
      return { kind: 'plain', text: `@${label(it.usergroup_id ?? '')}` };
    case 'broadcast':
      return { kind: 'plain', text: `@${it.range ?? 'channel'}` };
    case 'emoji':
      return { kind: 'plain', text: storable(emoji(it.name ?? '', it.unicode)) };
    case 'date':
      return { kind: 'plain', text: storable(it.fallback ?? String(it.timestamp ?? '')) };
    default:
      return { kind: 'plain', text: storable(it.text ?? it.value ?? '') };
  }
};

const MAX_DEPTH = 8;

const spansOfGroup = (
  raw: unknown,
  labels: ReadonlyMap<string, string>,
  depth: number,
): readonly Span[] => {
  const parsed = group.safeParse(raw);
  if (!parsed.success || depth > MAX_DEPTH) return [];
  const { type, elements } = parsed.data;
  const leaves = (): readonly Span[] =>
    elements.flatMap((element) => spanOfLeaf(element, labels) ?? []);
  if (type === 'rich_text_list') {
    const pad = '  '.repeat(Math.min(parsed.data.indent ?? 0, 8));
    return elements.flatMap((item, at): readonly Span[] => [
      {
        kind: 'plain',
        text: `${at === 0 ? '' : '\n'}${pad}${parsed.data.style === 'ordered' ? `${at + 1}.` : '•'} `,
      },
      ...spansOfGroup(item, labels, depth + 1),
    ]);
  }
  if (type === 'rich_text_preformatted')
    return [
      {
        kind: 'block',
        text: leaves()
          .map((span) => ('text' in span ? span.text : ''))
          .join(''),
      },
    ];
  if (type === 'rich_text_quote') return [{ kind: 'plain', text: '> ' }, ...leaves()];
  return leaves();
};

const endsLine = (spans: readonly Span[]): boolean => {
  const last = spans.at(-1);
  return last === undefined || ('text' in last && last.text.endsWith('\n'));
};

/** Merges neighbours of one kind, so that the same words always decode to the same spans. */
const merged = (spans: readonly Span[]): Text => {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (span.kind === 'plain' && span.text === '') continue;
    if (span.kind === 'plain' && last?.kind === 'plain')
      out[out.length - 1] = { kind: 'plain', text: last.text + span.text };
    else out.push(span);
  }
  return out;
};

const ofMarkup = (token: string): Span => {
  const [target = '', ...rest] = token.split('|');
  const label = unescaped(rest.join('|'));
  if (target.startsWith('@'))
    return { kind: 'mention', userId: target.slice(1), label: label || target.slice(1) };
  if (target.startsWith('#')) return { kind: 'plain', text: `#${label || target.slice(1)}` };
  if (/^!(here|channel|everyone)$/.test(target))
    return { kind: 'plain', text: `@${target.slice(1)}` };
  if (target.startsWith('!')) return { kind: 'plain', text: label || target };
  // Slack escapes what people type, so this is no link of anybody's: keep it as it stands.
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(target))
    return { kind: 'plain', text: unescaped(`<${token}>`) };
  const url = unescaped(target);
  return { kind: 'link', url, text: label || url };
};

/** `text` as Slack writes it: entities, `<...>` tokens and the little formatting language. */
export const parseMrkdwn = (source: string): Text => {
  const spans: Span[] = [];
  const token =
    /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*([^*\s<>](?:[^*\n<>]*[^*\s<>])?)\*(?![\w*])|(?<![\w_])_([^_\s<>](?:[^_\n<>]*[^_\s<>])?)_(?![\w_])/g;
  let from = 0;
  for (const found of source.matchAll(token)) {
    spans.push({ kind: 'plain', text: unescaped(source.slice(from, found.index)) });
    const [whole, block, code, markup, bold, italic] = found;
    if (block !== undefined) spans.push({ kind: 'block', text: unescaped(block) });
    else if (code !== undefined) spans.push({ kind: 'code', text: unescaped(code) });
    else if (markup !== undefined) spans.push(ofMarkup(markup));
    else if (bold !== undefined) spans.push({ kind: 'bold', text: unescaped(bold) });
    else spans.push({ kind: 'italic', text: unescaped(italic ?? '') });
    from = found.index + whole.length;
  }
  spans.push({ kind: 'plain', text: unescaped(source.slice(from)) });
  return merged(spans);
};

/** A message's words: its rich text where it has nothing else, otherwise its text. */
export const decodeText = (text: string | undefined, blocks: readonly unknown[]): Text => {
  const fallback = storable(text ?? '');
  const parsed = blocks.map((block) => richText.safeParse(block));
  if (parsed.length === 0 || parsed.some((block) => !block.success)) return parseMrkdwn(fallback);
  const labels = labelsOf(fallback);
  const spans: Span[] = [];
  for (const element of parsed.flatMap((block) => block.data?.elements ?? [])) {
    if (spans.length > 0 && !endsLine(spans)) spans.push({ kind: 'plain', text: '\n' });
    spans.push(...spansOfGroup(element, labels, 0));
  }
  return merged(spans);
};
