import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { TrackerKind } from '../../src/domain/work-item';
import { eventually } from '../support/eventually';
import { GLOBEX, Story } from '../support/story';
import { githubBody, jiraBody, linearBody, signedBy } from '../support/tracker-bodies';

const MARKER = 'MARKER-of-a-private-title';
const ISSUE = 'https://github.com/acme/app/issues/7';
const connected = z.object({
  connectTracker: z.object({
    tracker: z.object({ webhookPath: z.string() }),
    signingKey: z.string(),
  }),
});

interface Connection {
  readonly path: string;
  readonly secret: string;
}

/** Everything a tracker's door can be lied to with; none of it may change a row. */
describe('the door for trackers', () => {
  let story: Story;
  let github: Connection;
  let linear: Connection;
  let jira: Connection;

  const connect = async (kind: TrackerKind, site: string | null): Promise<Connection> => {
    const data = await story.desk.ask(
      `mutation ($input: ConnectTrackerInput!) { connectTracker(input: $input) { tracker { webhookPath } signingKey } }`,
      { input: { kind, site } },
    );
    const { tracker, signingKey: secret } = connected.parse(data).connectTracker;
    return { path: tracker.webhookPath, secret };
  };
  const send = async (
    { path }: Connection,
    body: string,
    headers: Record<string, string>,
    method = 'POST',
  ): Promise<number> => {
    const sent = method === 'GET' ? { headers } : { method, headers, body };
    return (await fetch(`${story.desk.url}${path}`, sent)).status;
  };
  const told = (to: Connection, part: object, by: Connection = to): Promise<number> => {
    const body = JSON.stringify(githubBody({ title: MARKER, ...part }));
    return send(to, body, signedBy('GITHUB', by.secret, body));
  };
  const item = async (): Promise<Record<string, unknown> | undefined> =>
    (
      await story.desk.rows(
        `select state, title, changed_at from work_item where key = 'acme/app#7'`,
      )
    )[0];

  beforeAll(async () => {
    story = await Story.begin();
    await story.say(GLOBEX, 'U0HANK', 'The export to CSV fails');
    await story.card('The export to CSV fails');
    github = await connect('GITHUB', null);
    linear = await connect('LINEAR', 'korosuke613');
    jira = await connect('JIRA', 'jira.test-example.ru/jira');
    await story.desk.ask(
      `mutation { linkWorkItem(input: { ticketId: "${(await story.ticket(1)).id}", url: "${ISSUE}" }) { errors { code } } }`,
    );
  }, 60_000);
  afterAll(async () => {
    await story.end();
  });
  beforeEach(async () => {
    await story.desk.change(
      `update work_item set state = 'UNKNOWN', state_name = null, title = null, changed_at = null`,
    );
  });
  const nothing = async (): Promise<void> => {
    expect(await item()).toEqual({ state: 'UNKNOWN', title: null, changed_at: null });
  };

  it('takes what is signed, and forged or misdirected requests change nothing', async () => {
    const body = JSON.stringify(githubBody({ title: MARKER }));
    const good = signedBy('GITHUB', github.secret, body);
    const digest = good['x-hub-signature-256'] ?? '';
    const json = { 'content-type': 'application/json' };
    const unknown = { ...github, path: `/webhooks/trackers/${randomUUID()}` };
    const attacks: readonly [string, number, Promise<number>][] = [
      ['no signature', 401, send(github, body, json)],
      ['of another secret', 401, told(github, {}, jira)],
      ['of the empty secret', 401, send(github, body, signedBy('GITHUB', '', body))],
      ['of other bytes', 401, send(github, `${body} `, good)],
      ['in another header', 401, send(github, body, { ...json, 'x-hub-signature': digest })],
      [
        'older method',
        401,
        send(github, body, { ...json, 'x-hub-signature-256': digest.replace('sha256', 'sha1') }),
      ],
      [
        'two in one header',
        401,
        send(github, body, { ...json, 'x-hub-signature-256': `${digest}, ${digest}` }),
      ],
      ['to another kind', 401, send(jira, body, good)],
      ['to nobody', 404, send(unknown, body, good)],
      ['to nonsense', 404, send({ ...github, path: '/webhooks/trackers/../../x' }, body, good)],
      ['to no id', 404, send({ ...github, path: '/webhooks/trackers/%00' }, body, good)],
      ['by reading', 405, send(github, body, good, 'GET')],
      ['by putting', 405, send(github, body, good, 'PUT')],
      ['packed', 400, send(github, body, { ...good, 'content-encoding': 'gzip' })],
      [
        'as a form',
        400,
        send(github, 'payload=%7B%7D', signedBy('GITHUB', github.secret, 'payload=%7B%7D')),
      ],
    ];
    for (const [name, status, answer] of attacks)
      expect([name, await answer]).toEqual([name, status]);
    await nothing();
    expect(await send(github, body, good)).toBe(200);
    expect(await item()).toMatchObject({ state: 'TODO', title: MARKER });
  });

  it('refuses two signatures, whichever is right', async () => {
    const body = JSON.stringify(githubBody());
    const right = signedBy('GITHUB', github.secret, body)['x-hub-signature-256'] ?? '';
    const wrong = `sha256=${'0'.repeat(64)}`;
    for (const given of [
      [right, wrong],
      [wrong, right],
      [right, right],
    ]) {
      const status = await new Promise<number>((resolve, reject) => {
        const sent = httpRequest(
          `${story.desk.url}${github.path}`,
          { method: 'POST' },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode ?? 0);
          },
        );
        sent.once('error', reject);
        sent.setHeader('x-hub-signature-256', given);
        sent.end(body);
      });
      expect(status).toBe(401);
    }
    await nothing();
  });

  it('reads no more than a megabyte', async () => {
    const body = JSON.stringify(githubBody({ body: 'x'.repeat(1_100_000) }));
    const large = send(github, body, signedBy('GITHUB', github.secret, body)).catch(() => 413);
    expect(await large).toBe(413);
    await nothing();
  });

  it('takes nothing of another place than the one that signs', async () => {
    const body = JSON.stringify(
      githubBody({ html_url: 'https://github.example.com/acme/app/issues/7' }),
    );
    expect(await send(github, body, signedBy('GITHUB', github.secret, body))).toBe(202);
    const asJira = JSON.stringify(jiraBody({ issue: { key: 'acme/app#7', fields: {} } }));
    expect(await send(jira, asJira, signedBy('JIRA', jira.secret, asJira))).toBe(202);
    await nothing();
  });

  it('is harmless to replay and never goes back', async () => {
    const closed = { state: 'closed', updated_at: '2026-03-02T10:05:00Z' };
    expect(await told(github, closed)).toBe(200);
    const stood = await item();
    for (const part of [
      closed,
      {},
      { updated_at: '2026-03-02T10:04:59Z' },
      { updated_at: closed.updated_at },
    ])
      expect(await told(github, part)).toBe(202);
    expect(await item()).toEqual(stood);
    const entries = await eventually('one entry of it', async () => {
      const rows = await story.desk.rows(
        `select after from timeline_entry where kind = 'WORK_ITEM_MOVED' and after->>'workItemState' = 'DONE'`,
      );
      return rows.length > 0 && rows;
    });
    expect(entries).toHaveLength(1);
  });

  it('takes from Linear only what was sent just now', async () => {
    const say = (at: number | null): Promise<number> => {
      const body = JSON.stringify(
        linearBody(at === null ? { webhookTimestamp: null } : { webhookTimestamp: at }),
      );
      return send(linear, body, signedBy('LINEAR', linear.secret, body));
    };
    expect(await say(Date.now() - 360_000)).toBe(401);
    expect(await say(Date.now() + 360_000)).toBe(401);
    expect(await say(null)).toBe(401);
    expect(await say(Date.now())).toBe(202);
  });

  it.each([
    'null',
    '[]',
    '"x"',
    '7',
    '{}',
    '{"issue":{"__proto__":{}}}',
    `{"issue":${'['.repeat(500)}${']'.repeat(500)}}`,
  ])('answers a signed %s politely and ignores it', async (body) => {
    expect(await send(github, body, signedBy('GITHUB', github.secret, body))).toBe(202);
    expect(await send(jira, body, signedBy('JIRA', jira.secret, body))).toBe(202);
    await nothing();
  });

  it('has logged nothing of what was said, and no error', () => {
    expect(story.desk.troubles()).toEqual([]);
    const lines = JSON.stringify(story.desk.lines);
    for (const secret of [MARKER, github.secret, linear.secret, jira.secret, 'acme/app'])
      expect(lines).not.toContain(secret);
  });
});
