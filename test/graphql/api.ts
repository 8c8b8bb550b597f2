import { createServer, type Server } from 'node:http';
import express from 'express';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { EXPORT_PATHS } from '../../graphql/export-server';
import type { PersistedQueries } from '../../graphql/persisted-queries';
import { createGraphqlApi, type GraphqlDeps } from '../../graphql/server';
import type { RateLimiter } from '../../src/app/admin/rate-limit';
import type { Desk } from '../../src/app/desk';
import { ChangeWatch } from '../../src/app/live/change-watch';
import { countChanged } from '../../src/app/metrics/count-tickets';
import { keepHealth } from '../../src/app/metrics/keep-health';
import type { LongFigures } from '../../src/app/metrics/long-figures';
import { rollUp } from '../../src/app/metrics/roll-up';
import type { Log } from '../../src/app/ports/log';
import type { Readers } from '../../src/app/ports/readers';
import type { TokenStore } from '../../src/app/ports/tokens';
import type { Database } from '../../src/db/data-source';
import { createReaders } from '../../src/db/readers/create-readers';
import { createLiveReader } from '../../src/db/readers/live-reader';
import { createTokenStore } from '../../src/db/token-store';
import type { SignInParts } from '../../src/entry/compose-sign-in';
import { openTestDatabase, silentLog } from '../support/database';
import { tapStatements } from '../support/tap-statements';

export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Record<string, unknown>;
  }[];
  readonly text: string;
}

/** Whether this takes a list as the bytes it is written from: no column has a name of its own. */
export const takesBytes = (sql: string): boolean =>
  /^select (?!.* as ).* from \(select t\.\* from ticket t /.test(sql);

interface Options {
  readonly production?: boolean;
  readonly readers?: Partial<Readers>;
  readonly tokens?: Partial<TokenStore>;
  readonly limiter?: (source: DataSource) => RateLimiter;
  readonly exports?: (api: TestApi) => GraphqlDeps['exports'];
  readonly persisted?: PersistedQueries;
  readonly longFigures?: (readers: Readers) => LongFigures;
  readonly deadlineMs?: number;
  readonly checkMs?: number;
  /** How people come in with an account, mounted at `/auth`. */
  readonly signIn?: (database: Database, tokens: TokenStore) => SignInParts;
}

/** The real API over HTTP and a real database; time stands still unless a test moves it. */
export class TestApi {
  now = new Date('2026-03-10T12:00:00.000Z');
  /** Events that were logged as errors or warnings. */
  readonly logged: string[] = [];
  nudges = 0;
  /** Puts another statement in a statement's place: takes a wall away. */
  rewrite: (sql: string) => string = (sql) => sql;
  /** Statements since the last reset, transaction control included. */
  statements: string[] = [];

  private constructor(readonly database: Database) {}

  private server: Server | undefined;
  private watch: ChangeWatch | undefined;
  private stopApi: () => Promise<void> = async () => undefined;
  url = '';

  get source(): DataSource {
    return this.database.dataSource;
  }

  static async start(options: Options = {}): Promise<TestApi> {
    const api = new TestApi(await openTestDatabase());
    api.countStatements();
    await api.listen(options);
    return api;
  }

  async stop(): Promise<void> {
    await this.stopApi();
    const closed = new Promise((done) => this.server?.close(done));
    // An answer that a test never read keeps its connection.
    this.server?.closeAllConnections();
    await closed;
    await this.database.close();
  }

  /** Lets the desk count what changed, as its loop does. Returns how many tickets. */
  count(): Promise<number> {
    return countChanged(this.desk, 1000);
  }

  /** Lets the desk add up what was counted, as its loop does. Returns how many facts. */
  rollUp(): Promise<number> {
    return rollUp(this.desk);
  }

  /** Lets the desk count how its accounts fare, as its loop does. Returns how many. */
  keepHealth(readers = createReaders(this.source)): Promise<number> {
    return keepHealth({ desk: this.desk, readers }, 1000);
  }

  private get desk(): Desk {
    return {
      unitOfWork: this.database.unitOfWork,
      directory: this.database.directory,
      clock: { now: () => this.now },
      log: silentLog,
      newId: () => v7(),
      nudge: () => undefined,
    };
  }

  /** One operation as a client sends it. */
  async query(token: string | null, query: string, variables: object = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }), token);
  }

  /** Asks and insists that there is no error. */
  async ask<Data>(token: string | null, query: string, variables: object = {}): Promise<Data> {
    const answer = await this.query(token, query, variables);
    if (answer.errors.length > 0) throw new Error(answer.text);
    const { data }: { data: Data } = JSON.parse(answer.text);
    return data;
  }

  async post(
    body: string,
    token: string | null,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body,
    });
    const text = await response.text();
    const parsed = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: response.status, data: parsed.data, errors: parsed.errors ?? [], text };
  }

  private async listen(options: Options): Promise<void> {
    const note = (event: string): void => {
      this.logged.push(event);
    };
    const log: Log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
    const liveReader = createLiveReader(this.source);
    this.watch = new ChangeWatch(liveReader, 20, log);
    const tokens = { ...createTokenStore(this.source), ...options.tokens };
    const signIn = options.signIn?.(this.database, tokens);
    const people = signIn?.people ?? null;
    const readers = { ...createReaders(this.source), ...options.readers };
    const longFigures = options.longFigures?.(readers);
    const { handler, exports, stop, upgrade, hangUp } = await createGraphqlApi({
      desk: {
        unitOfWork: this.database.unitOfWork,
        clock: { now: () => this.now },
        log,
        newId: () => v7(),
        nudge: () => {
          this.nudges += 1;
          this.watch?.nudge();
        },
      },
      readers,
      tokens,
      ...(longFigures === undefined ? {} : { longFigures }),
      ...(people === null ? {} : { people }),
      production: options.production ?? false,
      live: { reader: liveReader, watch: this.watch },
      ...(options.persisted === undefined ? {} : { persisted: options.persisted }),
      ...(options.checkMs === undefined ? {} : { checkMs: options.checkMs }),
      ...(options.limiter === undefined ? {} : { limiter: options.limiter(this.source) }),
      ...(options.exports === undefined ? {} : { exports: options.exports(this) ?? {} }),
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    });
    this.stopApi = async () => {
      await hangUp();
      await stop();
    };
    const app = express().use('/graphql', handler);
    for (const path of EXPORT_PATHS.keys()) app.all(path, exports);
    if (signIn !== undefined) app.use('/auth', signIn.routes);
    const server = createServer(app).on('upgrade', upgrade);
    // On a busy machine a test may think for longer than a connection is kept by itself.
    server.keepAliveTimeout = 120_000;
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.url = `http://127.0.0.1:${address.port}/graphql`;
  }

  private countStatements(): void {
    tapStatements(this.source, (text) => {
      // A connection learns the wall once, however many questions come after.
      if (!text.startsWith('select where concat(')) this.statements.push(text);
      return this.rewrite(text);
    });
  }
}
