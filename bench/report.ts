import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** What the same run showed to be possible, or least, without us. */
export interface Limit {
  readonly name: string;
  readonly value: number;
}

/** One measured number. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'req/s' | 'rows/s' | 'tickets/s' | 'ms' | 'MB';
  /** Empty for the limits themselves. */
  readonly against: readonly Limit[];
  readonly note: string;
}

export interface Surroundings {
  readonly at: string;
  readonly commit: string;
  readonly quick: boolean;
  readonly node: string;
  readonly cpus: string;
  readonly memoryMb: number;
  readonly database: string;
  readonly loadBefore: number;
}

/** A machine that is busy with something else measures itself. */
export const BUSY = 3;

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
};

/** Where, on what and of which commit it was measured. */
export const surroundings = (quick: boolean, database: string): Surroundings => {
  const isChanged = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
  const commit = git('rev-parse', '--short', 'HEAD').trim() || 'unknown';
  return {
    at: new Date().toISOString(),
    commit: isChanged ? `${commit}-changed` : commit,
    quick,
    node: process.version,
    cpus: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    database,
    loadBefore: loadavg()[0] ?? 0,
  };
};

const spoken = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const ratio = (value: number, limit: Limit): string =>
  String(Number((value / limit.value).toPrecision(2)));

const lines = (figures: readonly Figure[]): string[][] =>
  figures.flatMap(({ what, value, unit, against, note }) => {
    const [first, ...others] = against;
    const head = [what, `${spoken(value)} ${unit}`];
    const rest = (limit: Limit | undefined): string[] =>
      limit === undefined
        ? ['', '', '']
        : [limit.name, `${spoken(limit.value)} ${unit}`, ratio(value, limit)];
    return [
      [...head, ...rest(first), note],
      ...others.map((limit) => ['', '', ...rest(limit), '']),
    ];
  });

/** The figures as columns for a terminal; also valid Markdown. */
export const table = (figures: readonly Figure[]): string => {
  const rows = [
    ['what', 'value', 'limit of the same run', 'limit', 'ratio', 'note'],
    ...lines(figures),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const draw = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths?.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [header = [], ...body] = rows;
  return [draw(header), rule, ...body.map(draw)].join('\n');
};

/** Writes bench/results/<date>-<commit>.json and returns its path. */
export const save = (root: string, about: Surroundings, figures: readonly Figure[]): string => {
  const directory = join(root, 'bench', 'results');
  mkdirSync(directory, { recursive: true });
  const stamp = about.at.slice(0, 19).replaceAll(':', '');
  const path = join(directory, `${stamp}-${about.commit}${about.quick ? '-quick' : ''}.json`);
  const withRatios = figures.map((figure) => ({
    ...figure,
    against: figure.against.map((limit) => ({ ...limit, ratio: figure.value / limit.value })),
  }));
  const loadAfter = loadavg()[0] ?? 0;
  writeFileSync(path, `${JSON.stringify({ ...about, loadAfter, figures: withRatios }, null, 2)}\n`);
  return path;
};
