import type { IncomingMessage } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { type Refusal, refuseUnread } from '../../src/lib/door-guard';

const MAX_AGE_SECONDS = 300;

const headerValues = (request: IncomingMessage, name: string): readonly string[] =>
  request.headersDistinct[name] ?? [];

/** Everything that can be refused before a byte of the body is read. */
export const refuseHeaders = (request: IncomingMessage, now: Date): Refusal | null => {
  if (request.method !== 'POST') return { status: 400, reason: 'method' };
  const unread = refuseUnread(request);
  if (unread !== null) return unread;
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
