import type { IncomingMessage } from 'node:http';

const MAX_BODY = 1024 * 1024;
const BODY_TIMEOUT_MS = 10_000;

export interface Refusal {
  readonly status: 400 | 401 | 403 | 405 | 408 | 413;
  readonly reason: string;
}

/** Everything that can be refused before a byte of the body is read. */
export const refuseHeaders = (request: IncomingMessage): Refusal | null => {
  if (request.method !== 'POST') return { status: 405, reason: 'method' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY)
    return { status: 413, reason: 'too-large' };
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    return { status: 400, reason: 'encoded' };
  if ((request.headersDistinct.authorization?.length ?? 0) > 1)
    return { status: 401, reason: 'headers-repeated' };
  return null;
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
