import { z } from 'zod';
import type { ButtonSubject } from './card';

/** What a button or a form of ours carries, as it comes back from a platform: nothing else gets in. */
export const buttonSubject = z
  .object({
    ticketId: z.uuid().nullable(),
    version: z.number().int(),
    about: z.uuid().optional(),
    level: z.number().int().optional(),
  })
  .transform(
    ({ about, level, ...subject }): ButtonSubject => ({
      ...subject,
      ...(about === undefined ? {} : { about }),
      ...(level === undefined ? {} : { level }),
    }),
  );
