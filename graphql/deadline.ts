import type { ServerResponse } from 'node:http';

/** Whoever asks through this API gets an answer, or is told that there is none, within this time. */
export const DEADLINE_MS = 10_000;

const signals = new WeakMap<ServerResponse, AbortSignal>();
const NEVER = new AbortController().signal;

/** Aborted when the request is past its deadline, or nobody waits for it any more. */
export const signalOf = (response: ServerResponse): AbortSignal => signals.get(response) ?? NEVER;

/** Answers in time: what is not begun by then does not begin, what runs is ended by its statement's limit. */
export const setDeadline = (response: ServerResponse, withinMs: number): void => {
  const controller = new AbortController();
  signals.set(response, controller.signal);
  const timer = setTimeout(() => {
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
  }, withinMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort();
  });
};
