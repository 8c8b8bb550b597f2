import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { MEASURES } from '../../src/app/metrics/measure-rule';
import { definitionOf, RULES } from '../../src/app/metrics/measures';

const PAGE = join(__dirname, '../../docs/metrics.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What the page says of every measure, as the code has it. */
const table = (): string => {
  const rows = MEASURES.map((name) => {
    const { version, text, startsAt, stopsAt, excludes } = definitionOf(name, 'CALENDAR');
    const { unit, quality } = RULES[name];
    const twins = quality.length === 0 ? '' : ` Beside it: ${quality.join(', ')}.`;
    const cells = [`\`${name}\` v${version}`, unit, `${text}${twins}`, startsAt, stopsAt, excludes];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    '| measure | in | what | starts | stops | leaves out |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
};

test('the page of measures says what the code says (UPDATE_DOCS=1 writes it)', () => {
  const page = readFileSync(PAGE, 'utf8');
  const wanted = page.replace(
    /<!-- measures -->[\s\S]*<!-- \/measures -->/,
    () => `<!-- measures -->\n${table()}\n<!-- /measures -->`,
  );
  if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, wanted);
  else expect(page).toBe(wanted);
});
