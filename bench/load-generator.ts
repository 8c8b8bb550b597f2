import { Pool } from 'pg';
import { activityRequests } from './activities';
import { HttpSocket } from './http-socket';
import { type LoadJob, type LoadResult, loadJobSchema } from './load-job';
import { graphqlRequest, signedEvents } from './requests';
import { percentile } from './stats';

/** Does the request of this number; false for any answer but the good one. */
type Lane = (index: number) => Promise<boolean>;

interface Generator {
  readonly lanes: readonly Lane[];
  readonly close: () => Promise<void>;
}

const overHttp = async (
  port: number,
  concurrency: number,
  requestOf: (index: number) => Buffer,
): Promise<Generator> => {
  const sockets = await Promise.all(
    Array.from({ length: concurrency }, () => HttpSocket.open(port)),
  );
  return {
    lanes: sockets.map((socket) => async (index) => (await socket.send(requestOf(index))) === 200),
    close: async () => {
      for (const socket of sockets) socket.close();
    },
  };
};

const generatorOf = async (job: LoadJob): Promise<Generator> => {
  switch (job.kind) {
    case 'events': {
      const run = Date.now().toString(36).toUpperCase();
      const events = signedEvents(job.secret, run, job.warmUp + job.count);
      return overHttp(job.port, job.concurrency, (index) => events[index] ?? Buffer.alloc(0));
    }
    case 'activities': {
      const activities = activityRequests(job, job.warmUp + job.count);
      return overHttp(job.port, job.concurrency, (index) => activities[index] ?? Buffer.alloc(0));
    }
    case 'graphql': {
      const request = graphqlRequest(job.token, job.query);
      return overHttp(job.port, job.concurrency, () => request);
    }
    case 'sql': {
      const pool = new Pool({ connectionString: job.url, max: job.concurrency });
      const ask: Lane = async () => {
        const { rows } = await pool.query({ name: 'bench', text: job.text, values: job.values });
        return rows.length > 0;
      };
      return {
        lanes: Array.from({ length: job.concurrency }, () => ask),
        close: () => pool.end(),
      };
    }
    default:
      return job satisfies never;
  }
};

const run = async (job: LoadJob): Promise<LoadResult> => {
  const { lanes, close } = await generatorOf(job);
  let next = 0;
  let failed = 0;
  const latencies: number[] = [];
  const work = async (until: number, deadline: number, isMeasured: boolean): Promise<void> => {
    await Promise.all(
      lanes.map(async (lane) => {
        while (next < until && performance.now() < deadline) {
          const index = next;
          next += 1;
          const from = performance.now();
          const isGood = await lane(index);
          if (!isMeasured) continue;
          if (isGood) latencies.push(performance.now() - from);
          else failed += 1;
        }
      }),
    );
  };
  await work(job.warmUp, performance.now() + job.mostSeconds * 1000, false);
  const from = performance.now();
  await work(job.warmUp + job.count, from + job.mostSeconds * 1000, true);
  const seconds = (performance.now() - from) / 1000;
  await close();
  return {
    done: latencies.length,
    failed,
    seconds,
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
};

// A process of its own: a generator in the measured process would measure itself.
process.once('message', (message) => {
  run(loadJobSchema.parse(message)).then(
    (result) => process.send?.({ result }, undefined, {}, () => process.exit(0)),
    (error: unknown) =>
      process.send?.({ failure: String(error) }, undefined, {}, () => process.exit(1)),
  );
});
