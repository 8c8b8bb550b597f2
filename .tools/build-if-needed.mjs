// `npm start` must work straight after `npm ci`, also where the compiler was left out of the install.
import { execSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'src',
  'bots',
  'graphql',
  'migrations',
  'sandbox',
  'dashboard',
  'bench',
  'test',
  'ormconfig.ts',
  'tsconfig.json',
  'package.json',
];
const STAMP = 'dist/.built';

const newest = (path) => {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};

const builtAt = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
if (builtAt < Math.max(...SOURCES.map(newest))) {
  if (!existsSync('node_modules/typescript')) {
    if (existsSync(STAMP)) process.exit(0);
    console.error('Threadkeeper is not built, and the compiler is not installed.');
    console.error(
      'Run `npm ci --include=dev && npm run build`, then `npm prune --omit=dev` if you want it small.',
    );
    process.exit(1);
  }
  execSync('npm run --silent build', { stdio: 'inherit' });
}
