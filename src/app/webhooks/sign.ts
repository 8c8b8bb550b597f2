import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** As the Standard Webhooks convention spells a secret that two sides share. */
export const newSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

/** The headers by which a receiver knows that it is from us, unchanged, and when it was sent. */
export const signedHeaders = (
  secrets: readonly string[],
  id: string,
  body: string,
  now: Date,
): Readonly<Record<string, string>> => {
  const stamp = String(Math.floor(now.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${stamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': stamp,
    'webhook-signature': signatures.join(' '),
  };
};
