// Runs a command with TEST_DATABASE_URL pointing at a private server that lives as long as it does.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { startPostgres } = require('../dist/test/support/postgres.js');

const [command, ...args] = process.argv.slice(2);
const postgres = await startPostgres();
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, TEST_DATABASE_URL: postgres.url('postgres') },
});
child.on('exit', async (code, signal) => {
  await postgres.stop();
  process.exit(signal === null ? (code ?? 1) : 1);
});
