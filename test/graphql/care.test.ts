import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestApi } from './api';
import { World } from './world';

let api: TestApi;
let world: World;

interface Care {
  readonly settings: {
    readonly checkInDays: number;
    readonly unconfirmedDays: number;
    readonly words: readonly { list: string; words: readonly string[]; isOwn: boolean }[];
  };
  readonly errors: readonly { code: string; path: readonly string[] }[];
}

const change = async (input: object): Promise<Care> => {
  const { updateCareSettings } = await api.ask<{ updateCareSettings: Care }>(
    world.token('SUPERVISOR'),
    `mutation ($input: UpdateCareSettingsInput!) { updateCareSettings(input: $input) {
       settings { checkInDays unconfirmedDays words { list words isOwn } }
       errors { code path } } }`,
    { input },
  );
  return updateCareSettings;
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
}, 60_000);
afterAll(() => api.stop());

test('silence and words are set by a supervisor, and an empty list brings ours back', async () => {
  const set = await change({
    checkInDays: 5,
    words: [{ list: 'SOLVED', words: ['Läuft!', 'läuft', 'alles gut'] }],
  });
  expect(set.errors).toEqual([]);
  expect(set.settings).toMatchObject({ checkInDays: 5, unconfirmedDays: 2 });
  expect(set.settings.words[0]).toEqual({
    list: 'SOLVED',
    words: ['läuft', 'alles gut'],
    isOwn: true,
  });
  const back = await change({ words: [{ list: 'SOLVED', words: [] }] });
  expect(back.settings.checkInDays).toBe(5);
  expect(back.settings.words[0]?.isOwn).toBe(false);
  expect(back.settings.words[0]?.words).toContain('works now');
});

test.each([
  [{ checkInDays: 0 }, 'OUT_OF_RANGE', 'checkInDays'],
  [{ unconfirmedDays: 400 }, 'OUT_OF_RANGE', 'unconfirmedDays'],
  [{ words: [{ list: 'NOT_YET', words: ['...'] }] }, 'WORDS_NOT_USABLE', 'words'],
])('%j is refused', async (input, code, path) => {
  const { errors } = await change(input);
  expect(errors).toEqual([{ code, path: [path] }]);
});
