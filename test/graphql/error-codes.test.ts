import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

const [, ofRequests = '', ofChanges = ''] = read('docs', 'errors.md').split(/^## /m);
const documented = (part: string): string[] =>
  [...part.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code = '']) => code).toSorted();

const sources = (...folders: string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => read(folder, name)),
    )
    .join('\n');

const codesIn = (source: string, pattern: RegExp): string[] =>
  [...new Set([...source.matchAll(pattern)].map(([, code = '']) => code))].toSorted();

test('the codes of requests are those of the document, and no other', () => {
  const used = [
    ...codesIn(read('graphql', 'errors.ts'), /'([A-Z]+(?:_[A-Z]+)*)'/g),
    ...codesIn(sources('graphql'), /\bcode: '([A-Z]+(?:_[A-Z]+)*)'/g),
  ];
  expect([...new Set(used)].toSorted()).toEqual(documented(ofRequests));
});

test('every code of the second table is one that somebody can meet', () => {
  const source = sources('src/app', 'src/domain', 'graphql');
  const missing = documented(ofChanges).filter((code) => !source.includes(`'${code}'`));
  expect(missing).toEqual([]);
});

test('what the rules of a ticket and the edge of the API refuse with stands in the document', () => {
  const refused = codesIn(
    sources('src/domain', 'src/app/tickets', 'graphql'),
    /'(?:invalid|forbidden|conflict|refused|unavailable)',\s*'([A-Z][A-Z_]+)'/g,
  );
  const rules = codesIn(
    read('src', 'domain', 'transitions.ts') + read('src', 'domain', 'third-party.ts'),
    /\(\s*'([A-Z]+_[A-Z_]+)',\s*[`']/g,
  );
  const told = new Set(documented(ofChanges));
  expect([...refused, ...rules].filter((code) => !told.has(code))).toEqual([]);
});
