import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'threadkeeper-api-changes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BEFORE = 'type Query { tickets(first: Int): [String!]! open: Int @deprecated }';

/** What the check says of a schema after `BEFORE`, and whether it lets it pass. */
const check = (after: string, notes: string): { passes: boolean; said: string } => {
  const files = Object.entries({ before: BEFORE, after, notes }).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
  const tool = join(__dirname, '..', '..', '.tools', 'api-changes.mjs');
  const { status, stderr } = spawnSync(process.execPath, [tool, ...files], { encoding: 'utf8' });
  return { passes: status === 0, said: stderr };
};

test('what is only added may come without a word', () => {
  const after = 'type Query { tickets(first: Int, after: ID): [String!]! open: Int closed: Int }';
  expect(check(after, '')).toEqual({ passes: true, said: '' });
});

test.each([
  ['type Query { tickets(first: Int): [String!]! }', 'Query.open was removed.'],
  [
    'type Query { tickets(first: Int): [String]! open: Int }',
    'Query.tickets changed type from [String!]! to [String]!.',
  ],
  [
    'type Query { tickets(first: Int, of: ID!): [String!]! open: Int }',
    'A required arg of on Query.tickets was added.',
  ],
])('what breaks a client passes only with its note: %s', (after, change) => {
  const untold = check(after, '');
  expect(untold.passes).toBe(false);
  expect(untold.said).toContain(change);
  expect(check(after, `- ${change} Use something else.`).passes).toBe(true);
});
