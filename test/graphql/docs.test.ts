import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { minutes, World } from './world';

const ROOT = join(__dirname, '..', '..');
const text = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8');
const EXAMPLES = [...text.matchAll(/```graphql\n([\s\S]+?)```/g)].map(([, query = '']) => ({
  name: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? query,
  query,
}));

let api: TestApi;
let world: World;
let variables: Record<string, unknown>;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const ticket = await world.ticket({ number: 1 });
  await world.message(ticket, 'help', minutes(1));
  await world.ticket({ number: 2 });
  await api.source.query(
    'update queue_level set owner_id = $1 where tenant_id = $2 and level = 2',
    [world.members.sam, world.tenantId],
  );
  variables = {
    number: 1,
    after: null,
    ticketId: globalId('Ticket', ticket),
    memberId: globalId('Member', world.members.ada),
    queueId: globalId('Queue', world.queueId),
    channelId: globalId('Channel', world.channelId),
    from: '2026-03-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    link: 'https://a.slack.com/archives/C2/p1700000000000001',
    externalId: 'crm-7',
    name: 'nightly sync',
    hookUrl: 'https://hooks.example/in',
    expectedVersion: null,
    duplicateId: globalId('Member', world.members.pat),
    intoId: globalId('Member', world.members.ada),
  };
});
afterAll(() => api.stop());

test('the document shows at least ten worked queries', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(10);
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
});

describe('each example of the document runs as it stands', () => {
  test.each(EXAMPLES)('$name', async ({ query }) => {
    const answer = await api.query(world.token('ADMIN'), query, variables);
    expect(answer.errors).toEqual([]);
    // Neither an exception nor a refusal, and something was found.
    expect(answer.text).not.toMatch(/"errors":\[\{/);
    expect(answer.text).not.toMatch(/"(ticketByNumber|ticketByMessageLink)":null/);
  });
});

test('the typed client of the document is generated from its queries, and its types hold', () => {
  const [, client = ''] = /## Typed clients[\s\S]+?```ts\n([\s\S]+?)```/.exec(text) ?? [];
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.typed-client-'));
  const node = (...args: string[]): void => {
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe' });
  };
  try {
    for (const { name, query } of EXAMPLES) writeFileSync(join(folder, `${name}.graphql`), query);
    node('.tools/dashboard-types.mjs', folder, join(folder, 'generated.ts'));
    writeFileSync(join(folder, 'client.ts'), `${client}\nexport {};\n`);
    const options = { module: 'esnext', moduleResolution: 'bundler', target: 'es2022' };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...options,
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          lib: ['es2022', 'dom'],
          types: [],
        },
        files: ['client.ts'],
      }),
    );
    node('node_modules/typescript/bin/tsc', '-p', folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
