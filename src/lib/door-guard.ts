import type { IncomingMessage } from 'node:http';

/** What both platforms' doors hold a request to, before they look at what is their own. */
const MAX_BODY = 1024 * 1024;
const BODY_TIMEOUT_MS = 10_000;

/** Why a request is not let in, and what it is answered. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405 | 408 | 413;
  readonly reason: string;
}

/** What speaks against a body that has not been read yet. */
export const refuseUnread = (request: IncomingMessage): Refusal | null => {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY)
    return { status: 413, reason: 'too-large' };
  return (request.headers['content-encoding'] ?? 'identity') === 'identity'
    ? null
    : { status: 400, reason: 'encoded' };
};

/** The body's exact bytes, at most 1 MiB, or why not. */
export const readBody = (request: IncomingMessage): Promise<Buffer | Refusal> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Buffer | Refusal): void => {
      clearTimeout(timer);
      request.removeListener('data', take);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
      else {
        request.resume();
        settle({ status: 413, reason: 'too-large' });
      }
    };
    const timer = setTimeout(
      () => settle({ status: 408, reason: 'body-too-slow' }),
      BODY_TIMEOUT_MS,
    );
    request.on('data', take);
    request.once('end', () => settle(Buffer.concat(chunks)));
    request.once('error', () => settle({ status: 400, reason: 'body-broken' }));
    request.once('close', () => settle({ status: 400, reason: 'body-broken' }));
  });

/** The work's result, or an error when the caller would have given up by then. */
export const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late to answer')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Headers of a refusal: when to come again, and that the rest of a refused body is not read. */
export const headersFor = (status: number): Readonly<Record<string, string>> => ({
  ...(status === 503 ? { 'retry-after': '1' } : {}),
  ...(status === 413 || status === 408 ? { connection: 'close' } : {}),
});
