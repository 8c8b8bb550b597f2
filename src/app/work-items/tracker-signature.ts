import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TrackerKind } from '../../domain/work-item';

/** Which header carries the signature, and what stands before its hexadecimal digits. */
const SIGNED: Readonly<Record<TrackerKind, { readonly header: string; readonly prefix: string }>> =
  {
    GITHUB: { header: 'x-hub-signature-256', prefix: 'sha256=' },
    LINEAR: { header: 'linear-signature', prefix: '' },
    JIRA: { header: 'x-hub-signature', prefix: 'sha256=' },
  };

/** A captured request is stale after that; a tracker's clock may be off by as much. */
const FRESH_MS = 5 * 60_000;

export const signatureHeader = (kind: TrackerKind): string => SIGNED[kind].header;

/** Whether exactly these bytes were signed with the secret; takes as long for any wrong one. */
export const isSignedBy = (
  kind: TrackerKind,
  secret: string,
  raw: Buffer,
  given: readonly string[],
): boolean => {
  const [signature, ...more] = given;
  const { prefix } = SIGNED[kind];
  if (signature === undefined || more.length > 0 || !signature.startsWith(prefix)) return false;
  const digits = signature.slice(prefix.length);
  if (!/^[\da-f]{64}$/i.test(digits)) return false;
  const expected = createHmac('sha256', secret).update(raw).digest();
  return timingSafeEqual(Buffer.from(digits, 'hex'), expected);
};

/** Linear says inside the signed body when it sent it. The others' old news is harmless anyhow. */
export const isFresh = (kind: TrackerKind, body: unknown, now: Date): boolean => {
  if (kind !== 'LINEAR') return true;
  const sent =
    typeof body === 'object' && body !== null && 'webhookTimestamp' in body
      ? body.webhookTimestamp
      : null;
  return typeof sent === 'number' && Math.abs(now.getTime() - sent) <= FRESH_MS;
};
