// A file is read in one sitting: at 250 lines it is split by reason to change.
import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LIMIT = 250;
const files = execSync('git ls-files --cached --others --exclude-standard -- "*.ts" "*.tsx"', {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && !file.startsWith('test/'));
const long = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > LIMIT)
  .sort((a, b) => b.lines - a.lines);
for (const { file, lines } of long) console.error(`${file}: ${lines} lines, the limit is ${LIMIT}`);
process.exit(long.length > 0 ? 1 : 0);
