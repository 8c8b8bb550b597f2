import type { ServerResponse } from 'node:http';
import { LONG_ANSWER_MS } from '../src/app/metrics/long-figures';

/** Whoever asks through this API gets an answer, or is told that there is none, within this time. */
export const DEADLINE_MS = 10_000;

interface Deadline {
  readonly signal: AbortSignal;
  prolong(withinMs: number): number;
}

const deadlines = new WeakMap<ServerResponse, Deadline>();
const NEVER = new AbortController().signal;

/** Aborted when the request is past its deadline, or nobody waits for it any more. */
export const signalOf = (response: ServerResponse): AbortSignal =>
  deadlines.get(response)?.signal ?? NEVER;

/**
 * Gives an answer that takes long so much time from when it was asked for, however often that is
 * said. Returns how many milliseconds of it are left.
 */
export const prolong = (response: ServerResponse): number =>
  deadlines.get(response)?.prolong(LONG_ANSWER_MS) ?? LONG_ANSWER_MS;

/** Answers in time: what is not begun by then does not begin, what runs is ended by its statement's limit. */
export const setDeadline = (response: ServerResponse, atFirstMs: number): void => {
  const controller = new AbortController();
  const began = performance.now();
  let withinMs = atFirstMs;
  const tell = (): void => {
    if (!response.headersSent) {
      response.writeHead(503, { 'content-type': 'application/json; charset=utf-8' });
      response.end(
        JSON.stringify({
          errors: [
            {
              message: `There was no answer within ${withinMs / 1_000} s.`,
              extensions: {
                code: 'DEADLINE_EXCEEDED',
                hint: 'Ask for less. A change may have been made: repeat it with the same idempotencyKey.',
              },
            },
          ],
        }),
      );
    }
    controller.abort();
  };
  let timer = setTimeout(tell, withinMs);
  deadlines.set(response, {
    signal: controller.signal,
    prolong: (longerMs) => {
      const leftMs = Math.max(0, longerMs - (performance.now() - began));
      if (longerMs > withinMs && !controller.signal.aborted) {
        withinMs = longerMs;
        clearTimeout(timer);
        timer = setTimeout(tell, leftMs);
      }
      return leftMs;
    },
  });
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort();
  });
};
