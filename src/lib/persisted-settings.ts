import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which queries the API takes by their hash, and whether it takes any other. */
export const persistedShape = {
  PERSISTED_QUERIES: z.enum(['off', 'automatic', 'only']).default('off'),
  PERSISTED_OPERATIONS: z.string().min(1).optional(),
};

const schema = z.object(persistedShape);
export type PersistedSettings = z.infer<typeof schema>;

const fileShape = z.union([
  /** As Apollo's tools write it. */
  z
    .object({
      format: z.literal('apollo-persisted-query-manifest'),
      operations: z.array(z.object({ body: z.string().min(1) })).min(1),
    })
    .transform(({ operations }) => operations.map(({ body }) => body)),
  /** Any name, such as its hash, and the text: as graphql-codegen writes it. */
  z
    .record(z.string(), z.string().min(1))
    .transform((texts) => Object.values(texts))
    .refine((texts) => texts.length > 0),
]);

/** The texts of the listed operations; null when the file is not there or holds something else. */
export const readOperations = (path: string): readonly string[] | null => {
  try {
    return fileShape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

/** What is wrong with the part about persisted queries, with what to do about it. */
export const persistedProblems = (settings: PersistedSettings): string[] => {
  const { PERSISTED_QUERIES: mode, PERSISTED_OPERATIONS: path } = settings;
  if ((mode === 'only') !== (path !== undefined))
    return ['PERSISTED_QUERIES=only and PERSISTED_OPERATIONS belong together: set both.'];
  if (path !== undefined && readOperations(path) === null)
    return [
      'PERSISTED_OPERATIONS must name a JSON file of operations: {"<hash>": "<text>", ...}, or the manifest of Apollo\'s tools.',
    ];
  return [];
};
