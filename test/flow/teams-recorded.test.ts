import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';

const RECORDED = join(__dirname, '../fixtures/teams');
/** Where the recording client's connector was. */
const HOSTS = 'localhost:56150,127.0.0.1:56150';
const TENANT = '00000000-0000-0000-0000-0000000000001';

const shape = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  serviceUrl: z.string(),
});

interface Recorded {
  readonly file: string;
  readonly bytes: Buffer;
  readonly activity: z.infer<typeof shape>;
}

const recordedAs = (file: string, bytes: Buffer): Recorded => ({
  file,
  bytes,
  activity: shape.parse(JSON.parse(bytes.toString('utf8'))),
});

const recorded = readdirSync(RECORDED)
  .sort()
  .map((file) => recordedAs(file, readFileSync(join(RECORDED, file))));

/** The same activity, as if it had happened in a room of ours: Alice speaks, our bot hears it. */
const movedHome = ({ file, bytes }: Recorded, serviceUrl: string, personal: string): Recorded =>
  recordedAs(
    file,
    Buffer.from(
      bytes
        .toString('utf8')
        .replaceAll(/http:\/\/(?:localhost|127\.0\.0\.1):56150\/_connector/g, serviceUrl)
        .replaceAll(TENANT, TEAMS.umbrella)
        .replaceAll('10f8f517-7d1c-4b39-b65f-8a6163b88d83', personal)
        .replaceAll('20e06d1e-fec7-41be-80aa-58db124b6674', TEAMS.goLive)
        .replaceAll('"user-id-0"', `"${TEAMS.alice}"`)
        .replaceAll('00000000-0000-0000-0000-0000000000020', 'dddddddd-0000-4000-8000-000000000011')
        .replaceAll(
          /"team-id(;[^"]*)?"/g,
          (_, thread = '') => `"${TEAMS.umbrellaSupport}${thread}"`,
        ),
    ),
  );

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What Microsoft documents for an invoke nobody knows, or knows no more. */
const answerTo = ({ name }: Recorded['activity']): object => {
  switch (name) {
    case 'adaptiveCard/action':
      return { outcome: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error' } };
    case 'task/fetch':
      return { outcome: 200, body: { task: { type: 'message' } } };
    case 'task/submit':
      return { outcome: 200 };
    default:
      return { outcome: 501 };
  }
};

describe('activities recorded from a Teams client', () => {
  let t: TeamsDesk;
  const { umbrellaSupport: room, alice: person, triage } = TEAMS;

  const send = async ({ bytes, activity }: Recorded) => {
    const begun = performance.now();
    const token = t.teams.keys.token(activity.serviceUrl);
    const answer = await t.teams.forge({ room, person, bytes, bearer: token }).send();
    return { ...answer, ms: performance.now() - begun };
  };
  const home = (one: Recorded): Recorded =>
    movedHome(one, t.teams.serviceUrl, t.teams.personalRoom(person));
  const seen = (words: string): Promise<Post> =>
    eventually(`“${words}” in the triage room`, () =>
      t.teams.messages(triage).find((post) => JSON.stringify(post.attachments).includes(words)),
    );
  const kept = async (): Promise<Set<string>> => {
    const rows = z
      .array(z.object({ hash: z.string() }))
      .parse(await t.rows("select encode(sha256(raw), 'hex') as hash from inbox"));
    return new Set(rows.map((row) => row.hash));
  };

  beforeAll(async () => {
    t = await startTeamsDesk({ TEAMS_SERVICE_HOSTS: HOSTS });
    await eventually(
      'the triage room is known',
      async () => (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1,
    );
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it('are each answered within 3 s and kept byte for byte; what asks for an answer gets the documented one', async () => {
    expect(recorded).toHaveLength(38);
    const wrong: string[] = [];
    for (const one of recorded) {
      const { outcome, body, ms } = await send(one);
      if (ms > 3_000) wrong.push(`${one.file} took ${ms} ms`);
      if (one.activity.type === 'invoke')
        expect({ outcome, body }).toMatchObject(answerTo(one.activity));
      else if (outcome !== 200) wrong.push(`${one.file}: ${outcome}`);
    }
    expect(wrong).toEqual([]);
    const hashes = await kept();
    const lost = recorded.filter(
      ({ activity, bytes }) => activity.type !== 'invoke' && !hashes.has(hash(bytes)),
    );
    expect(lost.map(({ file }) => file)).toEqual([]);
  }, 60_000);

  it('change nothing when they come again', async () => {
    const before = await t.rows('select count(*)::int as n from inbox');
    for (const one of recorded) await send(one);
    expect(await t.rows('select count(*)::int as n from inbox')).toEqual(before);
  });

  it('are worked off when they happen in a room of ours; a question among them is a ticket', async () => {
    // Taken out of the room and the room itself gone: those would end the story for all others.
    const last = /channelDeleted|teamDeleted|remove|teamArchived/;
    const moved = recorded.filter(({ file }) => !last.test(file)).map((one) => home(one));
    for (const one of moved) {
      const { outcome } = await send(one);
      expect([one.file, outcome]).toEqual([one.file, one.file.startsWith('42') ? 501 : 200]);
    }
    await seen('channel post one');
    const ours = `conversation' ->> 'tenantId' = '${TEAMS.umbrella}'`;
    await eventually('every row worked off', async () => {
      const open = await t.rows(
        `select convert_from(raw, 'UTF8')::jsonb ->> 'type' as type, state, reason from inbox
         where state <> 'DONE' and convert_from(raw, 'UTF8')::jsonb -> '${ours}`,
      );
      expect(open).toEqual([]);
      return true;
    });
    const hashes = await kept();
    for (const { file, activity, bytes } of moved)
      if (activity.type !== 'invoke') expect([file, hashes.has(hash(bytes))]).toEqual([file, true]);
  }, 60_000);

  it('with any one field missing are answered all the same, and end nothing', async () => {
    const strange: string[] = [];
    for (const { file, bytes, activity } of recorded.map((one) => home(one)))
      for (const field of Object.keys(activity)) {
        const without = Object.fromEntries(
          Object.entries(activity).filter(([name]) => name !== field),
        );
        const token = t.teams.keys.token(activity.serviceUrl);
        const cut = Buffer.from(JSON.stringify(without));
        const { outcome } = await t.teams.forge({ room, person, bytes: cut, bearer: token }).send();
        const isKnown = [200, 400, 401, 403, 501].some((status) => status === outcome);
        if (!isKnown || bytes.length === 0) strange.push(`${file} without ${field}: ${outcome}`);
      }
    expect(strange).toEqual([]);
    const parked = await t.rows(
      "select convert_from(raw, 'UTF8') as raw, reason from inbox where state = 'PARKED'",
    );
    expect(parked).toEqual([]);
  }, 60_000);

  it('leave the desk alive: the next customer’s message becomes a ticket', async () => {
    t.teams.post({ room: TEAMS.hooliShared, person: TEAMS.gavin, text: 'Are you still there?' });
    await seen('Are you still there?');
    // The recording client's own connector is long gone; nothing else is wrong.
    const wrong = t.lines.filter(
      ({ level, fields }) => level === 'error' && fields.workspace !== TENANT,
    );
    expect(wrong).toEqual([]);
  });
});
