import { z } from 'zod';

const bounds = {
  concurrency: z.number(),
  /** Sent before the clock starts: compilers, plans and pools warm up. */
  warmUp: z.number(),
  count: z.number(),
  mostSeconds: z.number(),
};

/** What the load generator is told. */
export const loadJobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), port: z.number(), secret: z.string(), ...bounds }),
  z.object({
    kind: z.literal('activities'),
    port: z.number(),
    token: z.string(),
    serviceUrl: z.string(),
    botId: z.string(),
    tenantId: z.string(),
    ...bounds,
  }),
  z.object({
    kind: z.literal('graphql'),
    port: z.number(),
    token: z.string(),
    query: z.string(),
    ...bounds,
  }),
  z.object({
    kind: z.literal('sql'),
    url: z.string(),
    text: z.string(),
    values: z.array(z.string()),
    ...bounds,
  }),
]);
export type LoadJob = z.infer<typeof loadJobSchema>;

/** What it saw. */
export const loadResultSchema = z.object({
  done: z.number(),
  failed: z.number(),
  seconds: z.number(),
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
