import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { TestApi } from './api';
import { insert, minutes, World } from './world';

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

const ROOT = '1700000000.000001';
const LINK = 'query ($link: String!) { ticketByMessageLink(link: $link) { number } }';
const link = (ts: string, room = 'C2', more = ''): string =>
  `https://a.slack.com/archives/${room}/p${ts.replace('.', '')}${more}`;
const found = async (url: string, who: 'AGENT' | 'pat' = 'AGENT', of = world) =>
  (
    await api.ask<{ ticketByMessageLink: { number: number } | null }>(of.token(who), LINK, {
      link: url,
    })
  ).ticketByMessageLink?.number ?? null;

test('finds the ticket of a message, of its thread and of a room by its older id', async () => {
  const id = await world.ticket({ number: 1 });
  await world.message(id, 'again', minutes(1), {
    platform_id: '1700000009.000009',
    thread_id: ROOT,
  });
  expect(await found(link('1700000009.000009'))).toBe(1);
  expect(await found(link(ROOT))).toBe(1);
  // Our own acknowledgement is no message of the ticket, and stands in its thread.
  expect(await found(link('1700000008.000008', 'C2', `?thread_ts=${ROOT}&cid=C2`))).toBe(1);
  expect(await found(link('1700000008.000008'))).toBeNull();
  await insert(world.source, 'channel_alias', {
    tenant_id: world.tenantId,
    workspace_id: world.workspaceId,
    external_id: 'COLD',
    channel_id: world.channelId,
  });
  expect(await found(link(ROOT, 'COLD'))).toBe(1);
  expect(await found(link(ROOT, 'C1'))).toBeNull();
});

test('a message that moved to another ticket leads there, not to the thread it stands in', async () => {
  const other = await world.ticket({ number: 5 });
  await world.message(other, 'a second problem', minutes(2), {
    platform_id: '1700000010.000010',
    thread_id: ROOT,
  });
  expect(await found(link('1700000010.000010', 'C2', `?thread_ts=${ROOT}`))).toBe(5);
});

test("is null for another tenant's, for a partner's colleague's, and for a message without ticket", async () => {
  const theirs = await World.make(api.source, 'B');
  expect(await found(link(ROOT), 'AGENT', theirs)).toBeNull();
  expect(await found(link(ROOT), 'pat')).toBeNull();
  await world.message(null, 'thanks', minutes(3), { platform_id: '1700000011.000011' });
  expect(await found(link('1700000011.000011'))).toBeNull();
});

test('with a NUL in it finds nothing and breaks nothing', async () => {
  expect(await found('https://teams.microsoft.com/l/message/19%3Aa%00b/1700000000123')).toBeNull();
});

test('says what a link looks like when given something else', async () => {
  const answer = await api.query(world.token('AGENT'), LINK, {
    link: `https://example.com/${v7()}`,
  });
  expect(answer.errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    reason: 'NOT_A_MESSAGE_LINK',
    path: ['link'],
  });
});
