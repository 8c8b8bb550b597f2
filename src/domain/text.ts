/** One piece of written text. Never a markup string, so a customer's `<!channel>` stays harmless. */
export type Span =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'italic'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'block'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  | { readonly kind: 'mention'; readonly userId: string; readonly label: string }
  /** An instant (ISO 8601), drawn in the reader's own zone where the platform can, else in `zone`. */
  | { readonly kind: 'time'; readonly at: string; readonly zone: string };

export type Text = readonly Span[];

export const plain = (text: string): Text => [{ kind: 'plain', text }];
export const bold = (text: string): Span => ({ kind: 'bold', text });
export const time = (at: Date, zone: string): Span => ({
  kind: 'time',
  at: at.toISOString(),
  zone,
});

/** Joins strings and spans into one text. */
export const words = (...parts: readonly (string | Span | Text)[]): Text =>
  parts.flatMap((part) => {
    if (typeof part === 'string') return part === '' ? [] : plain(part);
    return 'kind' in part ? [part] : part;
  });

const format = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);

/** Always says something: a customer's zone may be one that this machine does not know. */
const clock = (at: string, zone: string): string => {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return at;
  try {
    return format(instant, zone);
  } catch {
    return format(instant, 'UTC');
  }
};

/** The same text without any formatting, for search, fall-backs and comparison. */
export const toPlain = (text: Text): string =>
  text
    .map((span) => {
      switch (span.kind) {
        case 'plain':
        case 'bold':
        case 'italic':
        case 'code':
        case 'block':
          return span.text;
        case 'link':
          return span.text === span.url || span.text === ''
            ? span.url
            : `${span.text} (${span.url})`;
        case 'mention':
          return `@${span.label}`;
        case 'time':
          return clock(span.at, span.zone);
        default:
          return span satisfies never;
      }
    })
    .join('');

/** Postgres text refuses NUL and lone surrogates; the original bytes stay in the inbox. */
export const storable = (text: string): string =>
  text.replaceAll('\u0000', '\uFFFD').toWellFormed();

/** Cuts on a code point, never inside one. */
export const shorten = (text: string, length: number): string => {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
};

/** Keeps the formatting of the first `length` code points; `ending` says that there was more. */
export const shortenText = (text: Text, length: number, ending = ' (shortened)'): Text => {
  let left = length;
  const kept: Span[] = [];
  for (const span of text) {
    const size = [...toPlain([span])].length;
    if (size <= left) {
      kept.push(span);
      left -= size;
      continue;
    }
    if ('text' in span && span.kind !== 'link' && left > 1)
      kept.push({ ...span, text: shorten(span.text, left) });
    return [...kept, { kind: 'plain', text: ending }];
  }
  return kept;
};
