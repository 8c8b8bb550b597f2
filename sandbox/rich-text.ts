import type { Json, JsonObject } from './json';
import type { User } from './model';

const TOKEN =
  /<@[A-Z0-9]+>|<#[A-Z0-9]+(?:\|[^>]*)?>|<!(?:here|channel|everyone)>|<https?:\/\/[^>\s]+>|https?:\/\/[^\s<>]+|@(?:here|channel|everyone)\b|:[a-z0-9_+-]+:/g;

/** Escapes the three characters Slack escapes in message text. */
export function escapeText(raw: string): string {
  return raw.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Turns what a person typed into the text Slack stores: mentions and links become tokens,
 * everything else is escaped, exactly as the real composer does.
 */
export function typedToText(raw: string, people: Iterable<User>): string {
  const named = withNamesAsMentions(raw, people);
  return split(named)
    .map((part) => {
      if (!part.token) return escapeText(part.source);
      if (part.source.startsWith('@')) return `<!${part.source.slice(1)}>`;
      if (part.source.startsWith('http')) return `<${escapeText(part.source)}>`;
      return part.source;
    })
    .join('');
}

/** The rich_text block Slack adds to a message a person wrote. */
export function richTextBlock(blockId: string, typed: string, people: Iterable<User>): JsonObject {
  const elements: Json[] = [];
  for (const part of split(withNamesAsMentions(typed, people))) {
    if (part.source !== '') elements.push(part.token ? element(part.source) : plain(part.source));
  }
  return {
    type: 'rich_text',
    block_id: blockId,
    elements: [{ type: 'rich_text_section', elements }],
  };
}

function withNamesAsMentions(raw: string, people: Iterable<User>): string {
  if (!raw.includes('@')) return raw;
  let named = raw;
  for (const user of people) {
    for (const name of [user.real_name, user.name])
      named = named.split(`@${name}`).join(`<@${user.id}>`);
  }
  return named;
}

function split(raw: string): { source: string; token: boolean }[] {
  const parts: { source: string; token: boolean }[] = [];
  let from = 0;
  for (const match of raw.matchAll(TOKEN)) {
    parts.push({ source: raw.slice(from, match.index), token: false });
    parts.push({ source: match[0], token: true });
    from = match.index + match[0].length;
  }
  parts.push({ source: raw.slice(from), token: false });
  return parts;
}

function plain(source: string): JsonObject {
  return { type: 'text', text: source };
}

function element(token: string): JsonObject {
  const inner = token.replace(/^<|>$/g, '');
  if (inner.startsWith('@') && token.startsWith('<'))
    return { type: 'user', user_id: inner.slice(1) };
  if (inner.startsWith('#'))
    return { type: 'channel', channel_id: inner.slice(1).split('|')[0] ?? '' };
  if (inner.startsWith('!') || inner.startsWith('@'))
    return { type: 'broadcast', range: inner.slice(1) };
  if (inner.startsWith(':')) return { type: 'emoji', name: inner.slice(1, -1) };
  return { type: 'link', url: inner };
}
