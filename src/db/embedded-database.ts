import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockDataDir } from './data-dir-lock';
import { EmbeddedEngine } from './embedded-engine';
import { EmbeddedSocket } from './embedded-socket';

/** The database that needs no server: one engine, one session. */
export interface EmbeddedDatabase {
  /** What `pg` connects through. */
  socket(): EmbeddedSocket;
  /** The whole database as an image another one can start from. */
  dump(): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** Opens the database under a data directory, making it on first use. */
export const openEmbeddedDirectory = async (dataDir: string): Promise<EmbeddedDatabase> => {
  const home = resolve(dataDir);
  const release = lockDataDir(home);
  try {
    const files = join(home, 'database');
    const complete = join(home, 'database.complete');
    // A first start that was cut short leaves half a template behind.
    const fresh = !existsSync(complete);
    if (fresh) rmSync(files, { recursive: true, force: true });
    mkdirSync(files, { recursive: true });
    const engine = await EmbeddedEngine.start({ dataDir: files, fresh, image: null });
    if (fresh) writeFileSync(complete, '');
    return {
      socket: () => new EmbeddedSocket(engine),
      dump: () => engine.dump(),
      stop: async () => {
        await engine.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
};

/** A database in memory, optionally from a dumped image; gone when stopped. */
export const openEmbeddedMemory = async (image: string | null): Promise<EmbeddedDatabase> => {
  const engine = await EmbeddedEngine.start({ dataDir: null, fresh: true, image });
  return {
    socket: () => new EmbeddedSocket(engine),
    dump: () => engine.dump(),
    stop: () => engine.stop(),
  };
};
