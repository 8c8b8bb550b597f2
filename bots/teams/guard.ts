import type { IncomingMessage } from 'node:http';
import { type Refusal, refuseUnread } from '../../src/lib/door-guard';

/** Everything that can be refused before a byte of the body is read. */
export const refuseHeaders = (request: IncomingMessage): Refusal | null => {
  if (request.method !== 'POST') return { status: 405, reason: 'method' };
  const unread = refuseUnread(request);
  if (unread !== null) return unread;
  return (request.headersDistinct.authorization?.length ?? 0) > 1
    ? { status: 401, reason: 'headers-repeated' }
    : null;
};
