import { Worker } from 'node:worker_threads';
import { EMBEDDED_WORKER } from './embedded-worker';

interface Answer {
  readonly id: number;
  readonly answer?: Uint8Array | undefined;
  readonly failure?: string;
}

/** Where the engine's files come from: a directory, or nothing (memory), filled once if fresh. */
export interface EngineStart {
  readonly dataDir: string | null;
  readonly fresh: boolean;
  /** A dumped database to start from instead of an empty one. */
  readonly image: string | null;
}

/** PGlite in its own thread: the event loop never waits for a query. */
export class EmbeddedEngine {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private lastId = 0;
  private dead: string | null = null;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (answer: Answer) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    worker.on('error', (error) => this.die(error.message));
    worker.on('exit', () => this.die('the embedded database has stopped'));
  }

  /** Starts the thread and waits until the database answers. */
  static async start(start: EngineStart): Promise<EmbeddedEngine> {
    const worker = new Worker(EMBEDDED_WORKER, {
      eval: true,
      workerData: {
        ...start,
        engine: require.resolve('@electric-sql/pglite'),
        template: require.resolve('@electric-sql/pglite-prepopulatedfs'),
      },
    });
    const engine = new EmbeddedEngine(worker);
    try {
      await engine.answerTo(0);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return engine;
  }

  /** Passes whole protocol messages on and returns the bytes of the answer. */
  async wire(bytes: Uint8Array): Promise<Uint8Array> {
    return (await this.ask('wire', bytes)) ?? new Uint8Array();
  }

  /** Makes the only session look like a new one. */
  async reset(): Promise<void> {
    await this.ask('reset');
  }

  /** The whole data directory as a compressed archive. */
  async dump(): Promise<Uint8Array> {
    return (await this.ask('dump')) ?? new Uint8Array();
  }

  /** Closes the database and ends the thread. */
  async stop(): Promise<void> {
    if (this.dead === null) await this.ask('close').catch(() => undefined);
    await this.worker.terminate();
  }

  private async ask(what: string, bytes?: Uint8Array): Promise<Uint8Array | undefined> {
    if (this.dead !== null) throw new Error(this.dead);
    this.lastId += 1;
    const answered = this.answerTo(this.lastId);
    this.worker.postMessage({ id: this.lastId, what, bytes });
    return answered;
  }

  private async answerTo(id: number): Promise<Uint8Array | undefined> {
    const { answer, failure } = await new Promise<Answer>((resolve) => {
      this.waiting.set(id, resolve);
    });
    if (failure !== undefined) throw new Error(failure);
    return answer;
  }

  private die(failure: string): void {
    this.dead ??= failure;
    for (const [id, resolve] of this.waiting) resolve({ id, failure: this.dead });
    this.waiting.clear();
  }
}
