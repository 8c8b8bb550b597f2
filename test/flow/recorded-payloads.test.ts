import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Recorded, recorded, signed } from '../bots/slack-harness';
import { SIGNING_SECRET } from '../support/desk';
import { eventually } from '../support/eventually';
import { GLOBEX, Story } from '../support/story';

/** Slack asks whether we are there; nothing is said. */
const isProbe = ({ body }: Recorded): boolean => /url_verification|ssl_check/.test(body.toString());

/** The same payload, as if it had happened in our own workspace. */
const movedHome = (one: Recorded, at: number): Recorded => {
  const move = (text: string): string =>
    text
      .replaceAll(/\bT(?:0|1|[A-Z0-9]{3,})[A-Z0-9]*\b/g, 'T0NORTHWIND')
      .replaceAll(/"event_id":\s*"[^"]*"/g, `"event_id": "EvMoved${at}"`)
      .replaceAll(/\b[CG]\d[A-Z0-9]{2,}\b/g, GLOBEX);
  const form =
    one.contentType === 'application/json' ? null : new URLSearchParams(one.body.toString());
  if (form === null) return { ...one, body: Buffer.from(move(one.body.toString())) };
  const moved = new URLSearchParams([...form].map(([key, value]) => [key, move(value)]));
  return { ...one, body: Buffer.from(moved.toString()) };
};

describe('payloads recorded from Slack', () => {
  let story: Story;

  const post = async (one: Recorded): Promise<{ status: number; ms: number; text: string }> => {
    const begun = performance.now();
    const response = await fetch(`${story.desk.url}/slack/events`, {
      method: 'POST',
      headers: signed(one.body, one.contentType, undefined, SIGNING_SECRET),
      body: new Uint8Array(one.body),
    });
    const text = await response.text();
    return { status: response.status, ms: performance.now() - begun, text };
  };
  const inbox = async (): Promise<{ waiting: number; parked: number; kept: Set<string> }> => {
    const rows = await story.desk.rows(
      `select state, encode(sha256(raw), 'hex') as hash from inbox`,
    );
    return {
      waiting: rows.filter(({ state }) => state === 'PENDING').length,
      parked: rows.filter(({ state }) => state === 'PARKED').length,
      kept: new Set(rows.map(({ hash }) => String(hash))),
    };
  };
  const workedOff = (): Promise<unknown> =>
    eventually('every row worked off', async () => (await inbox()).waiting === 0);

  beforeAll(async () => {
    story = await Story.begin();
  });
  afterAll(async () => {
    await story.end();
  });

  it('are each answered 2xx within 3 s, kept byte for byte and worked off, unknown kinds too', async () => {
    const all = recorded();
    expect(all.length).toBeGreaterThan(150);
    const wrong: string[] = [];
    for (const one of all) {
      const { status, ms } = await post(one);
      if (status < 200 || status > 299 || ms > 3_000)
        wrong.push(`${one.name}: ${status} in ${ms} ms`);
    }
    expect(wrong).toEqual([]);
    await workedOff();
    const { kept, parked } = await inbox();
    expect(parked).toBe(0);
    const lost = all.filter(
      (one) => !isProbe(one) && !kept.has(createHash('sha256').update(one.body).digest('hex')),
    );
    // The same event recorded twice is one event.
    const ids = new Set<string>();
    const repeats = all.filter(({ body }) => {
      const id = /"event_id":\s*"([^"]+)"/.exec(body.toString())?.[1];
      if (id === undefined) return false;
      return ids.size === ids.add(id).size;
    });
    expect(lost.filter((one) => !repeats.includes(one)).map(({ name }) => name)).toEqual([]);
  }, 60_000);

  it('change nothing when they come again', async () => {
    const [before] = await story.desk.rows('select count(*)::int as n from inbox');
    for (const one of recorded().slice(0, 40)) await post(one);
    expect(await story.desk.rows('select count(*)::int as n from inbox')).toEqual([before]);
  });

  it('are survived when they happen in our own workspace, whatever they ask', async () => {
    const wrong: string[] = [];
    for (const [at, one] of recorded().map(movedHome).entries()) {
      if (/uninstalled|tokens_revoked/.test(one.body.toString())) continue;
      const { status } = await post(one);
      if (status < 200 || status > 299) wrong.push(`${one.name} (${at}): ${status}`);
    }
    expect(wrong).toEqual([]);
    await workedOff();
    const parked = await story.desk.rows(
      `select reason, convert_from(substr(raw, 1, 200), 'UTF8') as head from inbox where state = 'PARKED'`,
    );
    expect(parked).toEqual([]);
    expect(
      story.desk.troubles().map(({ event, fields, error }) => ({ event, fields, error })),
    ).toEqual([]);
  }, 60_000);

  it('leave the desk alive: the next customer’s message becomes a ticket', async () => {
    await story.say('C0INITECH', 'U0PETER', 'Are you still there?');
    await story.card('Are you still there?');
  });
});
