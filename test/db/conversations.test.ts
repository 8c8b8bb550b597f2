import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import type { Conversation } from '../../src/app/ports/conversations';
import type { Database } from '../../src/db/data-source';
import { describeOnEachEngine } from '../support/engines';
import { minutes } from './fixtures';

describeOnEachEngine('where can be spoken to', (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const room = (told: Partial<Conversation>): Conversation => ({
    platform: 'teams',
    id: `19:${newId()}@thread.tacv2`,
    workspace: 'tenant-northwind',
    kind: 'channel',
    name: null,
    teamId: null,
    botId: '28:desk',
    serviceUrl: 'https://smba.example/emea/',
    seenAt: minutes(10),
    ...told,
  });

  /** A room is met by its messages, which leave its name out, and by its team's list, in any order. */
  const MESSAGE = { serviceUrl: 'https://smba.example/amer/', seenAt: minutes(20) };
  const LIST = { name: 'support-triage', teamId: '19:team@thread.tacv2', seenAt: minutes(10) };

  test.each([
    ['the list', [LIST, MESSAGE]],
    ['the message', [MESSAGE, LIST]],
  ])('is complete with %s told first', async (_, order) => {
    const { id } = room({});
    for (const told of order) await database.conversations.learn(room({ id, ...told }));
    expect(await database.conversations.find('teams', id)).toEqual(
      room({ id, ...LIST, ...MESSAGE }),
    );
  });

  test('is taken from the newest word', async () => {
    const { id } = room({});
    const named = { id, teamId: LIST.teamId };
    await database.conversations.learn(room({ ...named, name: 'renamed', seenAt: minutes(30) }));
    const older = { botId: '28:older', serviceUrl: 'https://older.example/' };
    await database.conversations.learn(room({ ...named, ...older, name: 'before' }));
    const newest = room({ ...named, name: 'renamed', seenAt: minutes(30) });
    expect(await database.conversations.find('teams', id)).toEqual(newest);
  });

  test("is never told by another organisation's word", async () => {
    const ours = room({ name: 'ours' });
    await database.conversations.learn(ours);
    const theirs = { workspace: 'tenant-mallory', name: 'theirs', seenAt: minutes(60) };
    await database.conversations.learn({ ...ours, ...theirs });
    expect(await database.conversations.find('teams', ours.id)).toEqual(ours);
  });
});
