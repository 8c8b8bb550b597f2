import type { IncomingMessage } from 'node:http';
import { parse as parseForm } from 'node:querystring';

const MAX_BODY = 1024 * 1024;
const MAX_AGE_SECONDS = 300;
const BODY_TIMEOUT_MS = 10_000;

export type Refusal = { readonly status: 400 | 401 | 408 | 413; readonly reason: string };

const headerValues = (request: IncomingMessage, name: string): readonly string[] =>
  request.headersDistinct[name] ?? [];

/** Everything that can be refused before a byte of the body is read. */
export const refuseHeaders = (request: IncomingMessage, now: Date): Refusal | null => {
  if (request.method !== 'POST') return { status: 400, reason: 'method' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY)
    return { status: 413, reason: 'too-large' };
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    return { status: 400, reason: 'encoded' };
  const [timestamp, ...moreTimestamps] = headerValues(request, 'x-slack-request-timestamp');
  const [signature, ...moreSignatures] = headerValues(request, 'x-slack-signature');
  if (moreTimestamps.length + moreSignatures.length > 0)
    return { status: 401, reason: 'headers-repeated' };
  if (!/^[1-9]\d{9}$/.test(timestamp ?? '')) return { status: 401, reason: 'timestamp' };
  if (!/^v0=[0-9a-f]{64}$/.test(signature ?? '')) return { status: 401, reason: 'signature' };
  // The package looks at the past only.
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MAX_AGE_SECONDS)
    return { status: 401, reason: 'stale' };
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

/**
 * Slack only ever sends an object. A correctly signed `null` would otherwise escape the package as
 * an unhandled rejection. Looking at the first character is enough: JSON that parses and begins
 * with a brace is an object.
 */
export const refuseBody = (raw: Buffer, contentType: string): Refusal | null => {
  const notObject: Refusal = { status: 400, reason: 'not-an-object' };
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    return /^\s*\{/.test(raw.subarray(0, 64).toString()) ? null : notObject;
  const { payload } = parseForm(raw.toString());
  return payload === undefined || (typeof payload === 'string' && /^\s*\{/.test(payload))
    ? null
    : notObject;
};
