import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import type { SignalKind } from '../../src/domain/signal';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, World } from './world';

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

interface DigestAnswer {
  readonly digest: object | null;
  readonly errors: readonly { code: string }[];
}
const DIGEST = 'digest { period hour weekdays zone dueAt trouble } errors { code }';
const digest = async (name: string, type: string, input: object): Promise<DigestAnswer> => {
  const answer = await api.ask<Record<string, DigestAnswer>>(
    world.token('SUPERVISOR'),
    `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ${DIGEST} } }`,
    { input },
  );
  if (answer.answer === undefined) throw new Error('no answer');
  return answer.answer;
};

test('a digest is set, asked for, and stopped; a room of customers is refused', async () => {
  const channelId = globalId('Channel', world.triageId);
  const wish = { period: 'WEEKLY', channelId, hour: 8, weekdays: [5], zone: 'Europe/Berlin' };
  const set = await digest('setDigest', 'SetDigestInput', wish);
  expect(set.errors).toEqual([]);
  expect(set.digest).toMatchObject({ period: 'WEEKLY', hour: 8, weekdays: [5], trouble: null });
  const week = { period: 'WEEKLY' };
  expect((await digest('tellDigest', 'TellDigestInput', week)).errors).toEqual([]);
  const { digests } = await api.ask<{ digests: unknown[] }>(
    world.token('SUPERVISOR'),
    '{ digests { period hour } }',
  );
  expect(digests).toEqual([{ period: 'WEEKLY', hour: 8 }]);
  const code = async (input: object): Promise<string | undefined> =>
    (await digest('setDigest', 'SetDigestInput', { ...wish, ...input })).errors[0]?.code;
  expect(await code({ channelId: globalId('Channel', world.channelId) })).toBe('ROOM_NOT_OURS');
  expect(await code({ weekdays: [1, 2] })).toBe('ONE_WEEKDAY');
  expect(await code({ zone: 'Mars/Olympus' })).toBe('UNKNOWN_ZONE');
  expect((await digest('stopDigest', 'StopDigestInput', week)).digest).toBeNull();
  expect((await digest('tellDigest', 'TellDigestInput', week)).errors).toMatchObject([
    { code: 'NO_DIGEST' },
  ]);
});

test.each([
  [{ checkInDays: 0 }, 'OUT_OF_RANGE', 'checkInDays'],
  [{ unconfirmedDays: 400 }, 'OUT_OF_RANGE', 'unconfirmedDays'],
  [{ words: [{ list: 'NOT_YET', words: ['...'] }] }, 'WORDS_NOT_USABLE', 'words'],
])('%j is refused', async (input, code, path) => {
  const { errors } = await change(input);
  expect(errors).toEqual([{ code, path: [path] }]);
});

const DAY_MS = 86_400_000;

test('early warnings are ranked, say why, and count what still counts', async () => {
  const desk = await World.make(api.source, 'Warned');
  api.now = new Date('2026-03-10T12:00:00Z');
  const { now } = api;
  const signal = async (ticketId: string, kind: SignalKind, weight: number, days = 0) => {
    const at = new Date(now.getTime() - days * DAY_MS);
    await insert(api.source, 'signal', {
      tenant_id: desk.tenantId,
      id: v7(),
      ticket_id: ticketId,
      kind,
      reason: `because ${kind}`,
      weight,
      raised_priority: false,
      raised_at: at,
      last_at: at,
    });
  };
  const light = await desk.ticket({ number: 1, status: 'OPEN' });
  await signal(light, 'SHOUTING', 2);
  const heavy = await desk.ticket({ number: 2, assigneeId: desk.members.pat });
  await signal(heavy, 'REPEAT_PING', 3, 1);
  await signal(heavy, 'ASKS_FOR_NEWS', 2);
  const over = await desk.ticket({ number: 3, status: 'CONFIRMED', waitingOn: 'NOBODY' });
  await signal(over, 'SHOUTING', 6);
  await signal(over, 'THIRD_OF_CAUSE', 3, 29);
  const long = await desk.ticket({ number: 4, status: 'CONFIRMED', waitingOn: 'NOBODY' });
  await signal(long, 'THIRD_OF_CAUSE', 9, 31);
  const ask = (args = '') =>
    api.ask<{ earlyWarnings: unknown }>(
      desk.token('AGENT'),
      `{ earlyWarnings${args} { nodes { score ticket { number signals { kind } } signals { kind reason } } } }`,
    );
  const nodes = [
    {
      score: 5,
      ticket: { number: 2, signals: [{ kind: 'REPEAT_PING' }, { kind: 'ASKS_FOR_NEWS' }] },
      signals: [
        { kind: 'REPEAT_PING', reason: 'because REPEAT_PING' },
        { kind: 'ASKS_FOR_NEWS', reason: 'because ASKS_FOR_NEWS' },
      ],
    },
    expect.objectContaining({ score: 3 }),
    expect.objectContaining({ score: 2 }),
  ];
  expect(await ask()).toEqual({ earlyWarnings: { nodes } });
  const ours = `(customerId: "${globalId('Customer', desk.customerId)}")`;
  expect(await ask(ours)).toEqual({ earlyWarnings: { nodes } });
  const none = `(customerId: "${missing('Customer')}")`;
  expect(await ask(none)).toEqual({ earlyWarnings: { nodes: [] } });
  expect(await ask('(first: 1)')).toEqual({ earlyWarnings: { nodes: nodes.slice(0, 1) } });

  const dismiss = (ticketId: string, kind: SignalKind) =>
    api.ask(
      desk.token('pat'),
      `mutation ($input: DismissSignalInput!) { dismissSignal(input: $input) {
         ticket { number signals { kind } } errors { code } } }`,
      { input: { ticketId: globalId('Ticket', ticketId), kind } },
    );
  const left = { ticket: { number: 2, signals: [{ kind: 'REPEAT_PING' }] }, errors: [] };
  expect(await dismiss(heavy, 'ASKS_FOR_NEWS')).toEqual({ dismissSignal: left });
  expect(await dismiss(heavy, 'ASKS_FOR_NEWS')).toEqual({
    dismissSignal: { ...left, errors: [{ code: 'NO_SUCH_SIGNAL' }] },
  });
  // A partner sees no other's ticket, so there is none to dismiss anything of.
  expect(await dismiss(light, 'SHOUTING')).toEqual({
    dismissSignal: { ticket: null, errors: [{ code: 'TICKET_NOT_FOUND' }] },
  });
  expect(await ask('(first: 1)')).toMatchObject({
    earlyWarnings: { nodes: [{ score: 3 }] },
  });
});
