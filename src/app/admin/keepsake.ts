import { createHash } from 'node:crypto';
import type { TokenStore } from '../ports/tokens';
import { hashSecret, parseToken } from './token-format';

const SHAPE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{64})$/;

const proofOf = (hash: string): string => createHash('sha256').update(`held ${hash}`).digest('hex');

/** What a browser keeps of a session when it has ended: proves that it held it, and opens nothing. */
export const keepsakeOf = (bearer: string): string | null => {
  const parsed = parseToken(bearer);
  return parsed === null ? null : `${parsed.id}.${proofOf(hashSecret(parsed.secret))}`;
};

/** The member whose session a browser once held; null: it proves nothing. */
export const heldBy = async (
  tokens: Pick<TokenStore, 'find'>,
  keepsake: string | null,
): Promise<string | null> => {
  const [, id, proof] = SHAPE.exec(keepsake ?? '') ?? [];
  if (id === undefined) return null;
  const found = await tokens.find(id);
  if (found === null || found.token.kind !== 'SESSION' || found.member?.active !== true)
    return null;
  return proofOf(found.token.hash) === proof ? found.token.memberId : null;
};
