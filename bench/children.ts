import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { type LoadJob, type LoadResult, loadResultSchema } from './load-job';

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A child that does not outlive this process. */
export const keep = <Child extends ChildProcess>(child: Child): Child => {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
};

/** Ends a child and waits until it is gone. */
export const end = async (
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
};

const start = (
  file: string,
  args: readonly string[] = [],
  options: ForkOptions = {},
): ChildProcess => keep(fork(join(__dirname, file), [...args], options));

const answerOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) =>
      reject(new Error(`a child ended with ${code} before it answered`)),
    );
  });

const loadAnswer = z.union([
  z.object({ result: loadResultSchema }),
  z.object({ failure: z.string() }),
]);

/** Puts load on something from another process. Throws if anything was answered wrongly. */
export const putLoad = async (job: LoadJob): Promise<LoadResult> => {
  const child = start('load-generator.js');
  child.send(job);
  const answer = loadAnswer.parse(await answerOf(child));
  if ('failure' in answer) throw new Error(`load generator: ${answer.failure}`);
  const { result } = answer;
  if (result.failed > 0)
    throw new Error(`${result.failed} of ${result.done} were answered wrongly`);
  return result;
};

const listening = z.object({ port: z.number() });

export interface LimitServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const startServer = async (file: string, args: readonly string[]): Promise<LimitServer> => {
  const child = start(file, args);
  const { port } = listening.parse(await answerOf(child));
  return { port, stop: () => end(child, 'SIGKILL') };
};

/** Starts one of the servers that show what is possible without us. */
export const startLimitServer = (kind: 'raw' | 'bolt', secret: string): Promise<LimitServer> =>
  startServer('limit-server.js', [kind, secret]);

/** Starts Microsoft's package, as it comes, on the keys of this metadata. */
export const startBotbuilderServer = (
  appId: string,
  appPassword: string,
  metadataUrl: string,
): Promise<LimitServer> => startServer('botbuilder-server.js', [appId, appPassword, metadataUrl]);

/** Starts the list as it is ordinarily built, on the tables of this database. */
export const startOrdinaryServer = (
  url: string,
  tenantId: string,
  connections: number,
): Promise<LimitServer> => startServer('ordinary-server.js', [url, tenantId, String(connections)]);

/** Starts the list with nothing around it. */
export const startBareServer = (
  url: string,
  tenantId: string,
  connections: number,
): Promise<LimitServer> => startServer('bare-server.js', [url, tenantId, String(connections)]);
