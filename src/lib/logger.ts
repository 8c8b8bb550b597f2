import pino from 'pino';

/** The only fields a line may carry: everything else is dropped here, whoever passes it. */
const ALLOWED = [
  'tenant',
  'ticket',
  'inbox',
  'outbox',
  'platform',
  'workspace',
  'channel',
  'loop',
  'reference',
  'code',
  'reason',
  'count',
  'attempt',
  'tookMs',
  'status',
  'method',
  'path',
  'port',
  'url',
  'version',
] as const;

type Fields = { readonly [Field in (typeof ALLOWED)[number]]?: string | number };

/** Secrets have shapes: a reason quoted from elsewhere must not carry one. */
const SECRET = new RegExp(
  [
    'xox[a-z](?:\\.xox[a-z])?-[\\w-]+|xapp-[\\w-]+|tk_[\\w-]+|eyJ[\\w-]+\\.[\\w.-]+|Bearer\\s+\\S+',
    'hooks\\.slack\\.com/\\S+|//[^\\s/@]+@',
    '[\\p{L}\\p{N}_.+-]+@[\\p{L}\\p{N}_-]+\\.[\\p{L}\\p{N}_.-]+',
  ].join('|'),
  'giu',
);

const LONGEST = 300;
/** Redacting is not linear: whoever logs a megabyte gets its beginning looked at. */
const LOOKED_AT = 2_000;

const redacted = (text: string): string => text.replaceAll(SECRET, '[redacted]');

const clean = (fields: Fields): Record<string, string | number> => {
  const line: Record<string, string | number> = {};
  for (const field of ALLOWED) {
    const value = fields[field];
    if (typeof value === 'number') line[field] = value;
    else if (typeof value === 'string')
      line[field] = redacted(value.slice(0, LOOKED_AT)).slice(0, LONGEST);
  }
  return line;
};

const FRAME = /^\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\))$/;

/** Where the error comes from, without its message: messages quote data, also over many lines. */
const originOf = (error: unknown): { class: string; stack: string } => {
  if (!(error instanceof Error)) return { class: typeof error, stack: '' };
  const stack = error.stack ?? '';
  const said = error.message === '' ? -1 : stack.indexOf(error.message);
  const frames = (said < 0 ? stack : stack.slice(said + error.message.length))
    .split('\n')
    .filter((line) => FRAME.test(line));
  return {
    class: redacted(error.name).slice(0, 60),
    stack: redacted(frames.slice(0, 8).join('\n')),
  };
};

/** JSON lines on stdout (or `to`), one object a line. */
export const createLogger = (level: string, to?: pino.DestinationStream) => {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'event',
  };
  const out = to === undefined ? pino(options) : pino(options, to);
  return {
    debug: (event: string, fields: Fields = {}) => out.debug(clean(fields), event),
    info: (event: string, fields: Fields = {}) => out.info(clean(fields), event),
    warn: (event: string, fields: Fields = {}) => out.warn(clean(fields), event),
    error: (event: string, fields: Fields, error: unknown) =>
      out.error({ ...clean(fields), error: originOf(error) }, event),
  };
};
