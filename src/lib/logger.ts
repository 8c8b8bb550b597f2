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
const SECRET =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|tk_[\w-]+|eyJ[\w-]+\.[\w.-]+|Bearer\s+\S+|[\w.+-]+@[\w-]+\.[\w.]+/g;

const clean = (fields: Fields): Record<string, string | number> => {
  const line: Record<string, string | number> = {};
  for (const field of ALLOWED) {
    const value = fields[field];
    if (typeof value === 'number') line[field] = value;
    else if (typeof value === 'string')
      line[field] = value.replaceAll(SECRET, '[redacted]').slice(0, 300);
  }
  return line;
};

/** Where the error comes from, without its message: messages quote data. */
const originOf = (error: unknown): { class: string; stack: string } => {
  if (!(error instanceof Error)) return { class: typeof error, stack: '' };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '));
  return { class: error.name, stack: frames.slice(0, 8).join('\n') };
};

/** JSON lines on stdout, one object a line. */
export const createLogger = (level: string) => {
  const out = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'event',
  });
  return {
    debug: (event: string, fields: Fields = {}) => out.debug(clean(fields), event),
    info: (event: string, fields: Fields = {}) => out.info(clean(fields), event),
    warn: (event: string, fields: Fields = {}) => out.warn(clean(fields), event),
    error: (event: string, fields: Fields, error: unknown) =>
      out.error({ ...clean(fields), error: originOf(error) }, event),
  };
};
