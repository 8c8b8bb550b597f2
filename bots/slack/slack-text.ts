import { type Span, storable, type Text, toPlain } from '../../src/domain/text';

/** Slack's three control characters; without them nothing can become a mention, a link or a date. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Escaped, and short enough after escaping, never cut inside an entity or a character. */
export const fitted = (text: string, limit: number): string => {
  const whole = escaped(storable(text));
  if (whole.length <= limit) return whole;
  let out = '';
  for (const point of storable(text)) {
    const next = escaped(point);
    if (out.length + next.length > limit - 1) break;
    out += next;
  }
  return `${out}…`;
};

/** A plain text object: no formatting, no shortcodes. */
export const plainObject = (
  text: string,
  limit: number,
): { type: 'plain_text'; text: string; emoji: false } => ({
  type: 'plain_text',
  text: fitted(text, limit) || ' ',
  emoji: false,
});

const MAX_URL = 2_000;

/** The address if Slack will take it as a link, else null: then it is shown as words. */
export const linkable = (url: string): string | null => {
  if (url.length > MAX_URL || /[\s<>|]/.test(url) || !URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:', 'tel:'].includes(new URL(url).protocol) ? url : null;
};

/**
 * Slack makes the first letter of a date a capital, also within a sentence. Behind a space without
 * width "today" stays as it is.
 */
const DATE_FORMAT = '\u200b{date_short_pretty} at {time}';

/** Slack's own date: drawn in each reader's zone, with ours as the fall-back. */
export const dateOf = (
  span: Extract<Span, { kind: 'time' }>,
): { timestamp: number; format: string; fallback: string } => ({
  timestamp: Math.floor(Date.parse(span.at) / 1000),
  format: DATE_FORMAT,
  fallback: toPlain([span]),
});

/** A zero-width joiner after each formatting character leaves the words as they look. */
const harmless = (text: string): string => text.replace(/[*_~`]/g, '$&\u2060');
const inert = (text: string): string => harmless(escaped(text));

/** A mark only works when it touches its words, so blanks go outside. */
const hugged = (mark: string, text: string): string => {
  const core = text.trim();
  if (core === '') return text;
  const at = text.indexOf(core);
  return `${text.slice(0, at)}${mark}${inert(core)}${mark}${text.slice(at + core.length)}`;
};

const mrkdwnOfSpan = (span: Span): string => {
  switch (span.kind) {
    case 'plain':
    case 'italic':
    case 'code':
    case 'block':
      return inert(span.text);
    case 'bold':
      return hugged('*', span.text);
    case 'link': {
      const url = linkable(span.url);
      if (url === null) return inert(toPlain([span]));
      return `<${escaped(url)}|${inert(span.text || url).replaceAll('|', '¦')}>`;
    }
    case 'mention':
      return /^[UW][A-Z0-9]+$/.test(span.userId) ? `<@${span.userId}>` : inert(`@${span.label}`);
    case 'time': {
      const { timestamp, format, fallback } = dateOf(span);
      return `<!date^${timestamp}^${format}|${escaped(fallback)}>`;
    }
    default:
      return span satisfies never;
  }
};

/** For the small print (context blocks), which knows only this language. Dropped spans end in "…". */
export const toMrkdwn = (text: Text, limit: number): string => {
  let out = '';
  for (const span of text) {
    const next = mrkdwnOfSpan({
      ...span,
      ...('text' in span ? { text: storable(span.text) } : {}),
    });
    if (out.length + next.length > limit - 1)
      return `${out}${harmless(fitted(toPlain([span]), limit - out.length))}`;
    out += next;
  }
  return out || ' ';
};
