import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ADMIN_TOKEN, type Bench, deskSettings } from './bench';
import { type DeskProcess, scratchDirectory, startDeskProcess } from './desk-process';
import { onServer } from './postgres';
import type { Figure } from './report';

/** Asks a desk, as its administrator. */
export const ask = async (port: number, query: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${ADMIN_TOKEN}`,
      // Minutes may pass until the next question: the server hangs up on idle connections.
      connection: 'close',
    },
    body: JSON.stringify({ query }),
  });
  return response.text();
};

/** The admin token exists once the workspace is known. */
const untilKnown = async (port: number): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await ask(port, '{ __typename }')).includes('"data"')) return;
    await pause(100);
  }
  throw new Error('the desk never took the admin token');
};

export interface FilledDesk {
  readonly desk: DeskProcess;
  readonly url: string;
  /** Beside the desk, on the same database. */
  readonly client: Client;
}

/** Measures the API of a desk whose database these statements have filled. */
export const withFilledDesk = async (
  bench: Bench,
  scenario: string,
  seed: readonly string[],
  measured: (filled: FilledDesk) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> => {
  if (bench.server === null) {
    bench.say(
      `${scenario}: left out, it needs a Postgres server (BENCH_DATABASE_URL, or one installed).`,
    );
    return [];
  }
  const filled = await bench.server.fillableDatabase(seed.join(';'));
  const { url } = filled;
  const data = scratchDirectory();
  const desk = await startDeskProcess({ ...deskSettings(bench, data.path, url), ROLES: 'api' });
  const client = new Client({ connectionString: url });
  try {
    await untilKnown(desk.port);
    await filled.fill(async () => {
      await onServer(url, ...seed);
    });
    await client.connect();
    return await measured({ desk, url, client });
  } finally {
    await client.end();
    await desk.stop();
    data.remove();
  }
};
