import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_TOKEN, BOT_TOKEN } from '../support/desk';
import { eventually } from '../support/eventually';
import { GLOBEX, Story } from '../support/story';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const OLD = `flow:${key(9)}`;
const OTHER_TOKEN = 'xoxb-another-workspace-9876543210';

const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
  Buffer.from(secret).toString('hex'),
];

const filesUnder = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });

describe('secrets at rest', () => {
  let story: Story;

  const tokens = () => story.desk.running.building.databases.desk.installations;
  const sealedBy = async (): Promise<string[]> =>
    (await story.desk.rows('select sealed_bot_token from installation order by external_id')).map(
      (row) => String(row.sealed_bot_token).split(':')[1] ?? '',
    );

  beforeAll(async () => {
    story = await Story.begin();
    await tokens().save(
      {
        platform: 'slack',
        externalId: 'T0ANOTHER',
        name: 'Another vendor',
        appId: 'A0THREADKEEPER',
        botUserId: 'U0X',
        botToken: OTHER_TOKEN,
        scopes: [],
      },
      new Date(),
    );
    await story.say(GLOBEX, 'U0HANK', 'Anything at all');
    await story.card('Anything at all');
    await story.settled();
  });
  afterEach(async () => {
    await story.desk.shut().catch(() => undefined);
    await story.desk.boot();
  });
  afterAll(async () => {
    await story.end();
  });

  it('no table holds a token, in no spelling', async () => {
    const tables = await story.desk.rows(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await story.desk.rows(`select t::text as row from "${String(name)}" t`);
      const text = rows.map(({ row }) => String(row)).join('\n');
      for (const secret of [BOT_TOKEN, OTHER_TOKEN, ADMIN_TOKEN, key(9)])
        if (spellings(secret).some((spelling) => text.includes(spelling))) found.push(String(name));
    }
    expect(found).toEqual([]);
  });

  it('no file of the data directory holds a token, after the desk has been stopped', async () => {
    await story.desk.shut();
    const found = filesUnder(story.desk.dataDir).filter((path) => {
      const bytes = readFileSync(path);
      return [BOT_TOKEN, OTHER_TOKEN, ADMIN_TOKEN].some((secret) =>
        spellings(secret).some((spelling) => bytes.includes(spelling)),
      );
    });
    expect(found).toEqual([]);
  });

  it('the wrong key, or none of the right ones, refuses to boot and says what to do', async () => {
    await story.desk.shut();
    for (const keys of [`flow:${key(8)}`, `new:${key(9)}`])
      await expect(story.desk.boot({ ENCRYPTION_KEYS: keys })).rejects.toMatchObject({
        code: 'SECRET_UNREADABLE',
        hint: expect.stringContaining('ENCRYPTION_KEYS'),
      });
  });

  it('sealed tokens swapped between two rows refuse to boot', async () => {
    const swap = `update installation a set sealed_bot_token = b.sealed_bot_token
      from installation b where a.external_id <> b.external_id`;
    await story.desk.change(swap);
    await story.desk.shut();
    await expect(story.desk.boot()).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    await story.desk.repair(swap);
  });

  it('a new key in front seals everything anew at the next start, and the old one may then go', async () => {
    await story.desk.shut();
    const fresh = `fresh:${key(5)}`;
    await story.desk.boot({ ENCRYPTION_KEYS: `${fresh},${OLD}` });
    expect(await sealedBy()).toEqual(['fresh', 'fresh']);
    await story.desk.shut();
    await story.desk.boot({ ENCRYPTION_KEYS: fresh });
    expect((await tokens().find('slack', 'T0ANOTHER'))?.botToken).toBe(OTHER_TOKEN);
    await story.say('C0INITECH', 'U0PETER', 'Still answered with the new key?');
    await story.card('Still answered with the new key?');
    await story.desk.shut();
    await story.desk.boot({ ENCRYPTION_KEYS: `${OLD},${fresh}` });
    expect(await sealedBy()).toEqual(['flow', 'flow']);
  });

  it('an API token is kept as a hash only, and is what it takes to ask', async () => {
    await eventually('an answer', () => story.desk.ask('{ __typename }'));
    const [row] = await story.desk.rows(
      'select octet_length(secret_hash) as bytes from api_token limit 1',
    );
    expect(row?.bytes).toBe(32);
  });
});
