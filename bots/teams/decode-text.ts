import { z } from 'zod';
import { type Span, storable, type Text } from '../../src/domain/text';
import type { FileLink } from '../../src/domain/ticket';
import type { Activity } from './payloads';
import { kindOf, messageLink, placeOf, userIdOf } from './place-of';

export interface Read {
  readonly body: Text;
  readonly mentionsUs: boolean;
  readonly callsEverybody: boolean;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const MAX_MENTIONS = 200;

/** Words of an XML-formatted text; line breaks stay, every other tag goes. */
const unmarked = (text: string): string =>
  text
    .replace(/<br\s*\/?>|<\/p>|<\/div>|<\/li>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);

interface Mention {
  readonly text: string;
  readonly userId: string | null;
  readonly isUs: boolean;
  /** A whole channel or team, told by the id of a conversation. */
  readonly isRoom: boolean;
  readonly label: string;
}

const mentionsOf = (activity: Activity): Mention[] =>
  (activity.entities ?? []).slice(0, MAX_MENTIONS).flatMap((entity) => {
    const text = entity?.text;
    if (entity?.type !== 'mention' || text === undefined || text === '') return [];
    const { mentioned } = entity;
    return [
      {
        text,
        userId: userIdOf(mentioned),
        isRoom: mentioned?.id?.startsWith('19:') === true,
        isUs: mentioned?.id !== undefined && mentioned.id === activity.recipient?.id,
        label: storable(mentioned?.name ?? text.replace(/<[^<>]*>/g, '')),
      },
    ];
  });

/**
 * A message's words. Mentions are told by their entities, never by what the text looks like: ours
 * is taken out, other people's become mentions, and a typed `<at>` stays what was typed.
 */
export const readText = (activity: Activity): Read => {
  const mentions = mentionsOf(activity);
  const isXml = activity.textFormat === 'xml' || activity.textFormat === 'html';
  const inWords = (text: string): string => storable(isXml ? unmarked(text) : text);
  const spans: Span[] = [];
  let rest = activity.text ?? '';
  for (const mention of mentions) {
    const at = rest.indexOf(mention.text);
    if (at === -1) continue;
    const before = inWords(rest.slice(0, at));
    if (before !== '') spans.push({ kind: 'plain', text: before });
    if (!mention.isUs)
      spans.push(
        mention.userId === null
          ? { kind: 'plain', text: `@${mention.label}` }
          : { kind: 'mention', userId: mention.userId, label: mention.label },
      );
    rest = rest.slice(at + mention.text.length);
  }
  const after = inWords(rest);
  if (after !== '') spans.push({ kind: 'plain', text: after });
  return {
    body: trimmed(spans),
    mentionsUs: mentions.some(({ isUs }) => isUs),
    callsEverybody: mentions.some(({ isRoom }) => isRoom),
  };
};

/** Without the blanks that a mention taken out leaves at either end. */
const trimmed = (spans: readonly Span[]): Text => {
  const kept = spans.map((span, at): Span => {
    if (span.kind !== 'plain') return span;
    const left = at === 0 ? span.text.trimStart() : span.text;
    return { kind: 'plain', text: at === spans.length - 1 ? left.trimEnd() : left };
  });
  return kept.filter((span) => span.kind !== 'plain' || span.text !== '');
};

const download = z.looseObject({ downloadUrl: z.string() });
const MAX_FILES = 50;

const isLink = (url: string): boolean =>
  URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** In channels and group chats a file shows only here, as a mark in the text's HTML twin. */
const MARK = /<attachment\s+id="([^"<>]{1,200})"/gi;

const fileNamed = (id: string, name: string, type: string, url: string | null): FileLink => ({
  id: storable(id),
  name: storable(name),
  mimeType: type || null,
  sizeBytes: null,
  url: url === null ? null : storable(url),
});

/**
 * Files stay where they are: as links that a person can open. What opens for a bot only, or not
 * without rights of Graph, is linked by its message. Cards are no files.
 */
export const readFiles = (activity: Activity): FileLink[] => {
  const place = placeOf(activity);
  const message =
    place === null || activity.id === undefined || kindOf(activity) === 'personal'
      ? null
      : messageLink(place, activity.id);
  const attachments = (activity.attachments ?? []).slice(0, MAX_FILES);
  const twins = attachments.filter((attachment) =>
    attachment?.contentType?.startsWith('text/html'),
  );
  // What stands beside the twin is what its marks mean.
  if (twins.length === attachments.length)
    return twins
      .flatMap((twin) =>
        typeof twin?.content === 'string' ? [...twin.content.matchAll(MARK)] : [],
      )
      .slice(0, MAX_FILES)
      .flatMap(([, id]) => (id ? [fileNamed(id, 'attachment', '', message)] : []));
  return attachments.flatMap((attachment) => {
    const type = attachment?.contentType ?? '';
    if (attachment === undefined || twins.includes(attachment)) return [];
    if (type.startsWith('application/vnd.microsoft.') && !type.endsWith('.file.download.info'))
      return [];
    const { contentUrl, name, content } = attachment;
    const url = contentUrl ?? download.safeParse(content).data?.downloadUrl;
    if (url === undefined || !isLink(url)) return [];
    return [fileNamed(url, name ?? 'file', type, type.startsWith('image/') ? message : url)];
  });
};
