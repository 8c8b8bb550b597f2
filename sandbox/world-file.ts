import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, parseJson } from './json';
import type { Push } from './push';
import { FORMAT, type SavedWorld, saved, savedWorldSchema } from './saved-world';
import type { World } from './world';

const QUIET_MS = 300;

/** Reads what an earlier run left. A file that cannot be used is set aside, not overwritten. */
export function readSavedWorld(path: string): SavedWorld | null {
  if (!existsSync(path)) return null;
  const content = parseJson(readFileSync(path, 'utf8'));
  const parsed = savedWorldSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const format = isObject(content) ? content.format : undefined;
  const otherFormat = typeof format === 'number' && format !== FORMAT;
  const aside = `${path}.${otherFormat ? `format-${format}` : 'damaged'}`;
  renameSync(path, aside);
  warn(
    `${path} ${otherFormat ? 'was written by another version' : 'is damaged'}. ` +
      `It has been moved to ${aside}, and the workspace starts afresh.`,
  );
  return null;
}

/** Keeps the workspace's file up to date; the returned function writes the last state. */
export function keepWorld(world: World, push: Push, path: string): () => void {
  return keepFile(world, path, () => JSON.stringify(saved(world, push.openEvents())));
}

/** Keeps a file up to date while its source lives; the returned function writes the last state. */
export function keepFile(
  source: { onChange(listener: () => void): () => void },
  path: string,
  content: () => string,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const write = () => {
    timer = undefined;
    try {
      replaceFile(path, content());
    } catch (failure) {
      // A full or vanished disk must not end the workspace; the next change tries again.
      warn(`${path} could not be written (${String(failure)}).`);
    }
  };
  const forget = source.onChange(() => {
    timer ??= setTimeout(write, QUIET_MS).unref();
  });
  return () => {
    // By a second call the file may be another run's.
    if (ended) return;
    ended = true;
    forget();
    if (timer) clearTimeout(timer);
    write();
  };
}

/** Writes a file in one move: a crash in the middle leaves the old one whole. */
function replaceFile(path: string, content: string): void {
  const fresh = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true });
  // Left behind by a crash, it could have other rights than the ones asked for here.
  rmSync(fresh, { force: true });
  writeFileSync(fresh, content, { mode: 0o600 });
  renameSync(fresh, path);
}

function warn(line: string): void {
  process.stderr.write(`Sandbox workspace: ${line}\n`);
}
