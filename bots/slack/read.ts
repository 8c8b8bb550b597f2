import { z } from 'zod';
import type { Installation } from '../../src/app/ports/installations';
import { type Call, readingError } from './call';

export const PAGE = 200;
export const MAX_PAGES = 20;

/** Where a paged answer goes on; null at its end. */
export const cursorOf = z
  .object({ response_metadata: z.object({ next_cursor: z.string() }) })
  .transform((page) => page.response_metadata.next_cursor || null)
  .catch(null);

/** One reading request, checked for the shape we need; throws PlatformBusy or PlatformRefused. */
export const read = async <T>(
  call: Call,
  schema: z.ZodType<T>,
  ...request: Parameters<Call>
): Promise<{ data: T; raw: unknown; installation: Installation }> => {
  const answer = await call(...request);
  if (!answer.ok) throw readingError(answer.failure);
  const { data, installation } = answer;
  return { data: schema.parse(data), raw: data, installation };
};
