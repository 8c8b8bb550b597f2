import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { quietClient, refusal } from './quiet-client';

let folder: string;
let slack: SlackSandbox;

const start = async () =>
  startSlackSandbox({ signingSecret: 's', botToken: 't', stateFile: join(folder, 'sandbox.json') });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  slack = await start();
});
afterEach(async () => {
  await slack.stop();
  rmSync(folder, { recursive: true });
});

describe('a restart', () => {
  it('forgets nothing that was said, so that open threads can go on', async () => {
    const web = quietClient('t', slack.apiUrl);
    const { ts } = slack.post({
      channel: 'C0GLOBEX',
      user: 'U0HANK',
      text: 'root',
      files: [{ name: 'a.txt', content: 'äö' }],
    });
    const metadata = { event_type: 'desk', event_payload: { key: 'k' } };
    await web.chat.postMessage({ channel: 'C0GLOBEX', thread_ts: ts, text: 'answer', metadata });
    await web.views.publish({
      user_id: 'U0ADA',
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
    slack.react({ channel: 'C0GLOBEX', ts, user: 'U0ADA', name: 'eyes' });
    const before = [
      slack
        .thread('C0GLOBEX', ts)
        .map(({ ts, text, metadata, reactions }) => ({ ts, text, metadata, reactions })),
      slack.home('U0ADA'),
    ];
    await slack.stop();
    slack = await start();
    const after = [
      slack
        .thread('C0GLOBEX', ts)
        .map(({ ts, text, metadata, reactions }) => ({ ts, text, metadata, reactions })),
      slack.home('U0ADA'),
    ];
    expect(after).toEqual(before);
    expect([...slack.world.files.values()][0]!.bytes!.toString()).toBe('äö');
    expect(
      await refusal(
        quietClient('t', slack.apiUrl).chat.postMessage({
          channel: 'C0GLOBEX',
          thread_ts: ts,
          text: 'more',
        }),
      ),
    ).toBe('accepted');
  });

  it('with a damaged file starts afresh and keeps the damaged one', async () => {
    await slack.stop();
    writeFileSync(join(folder, 'sandbox.json'), '{"format":');
    slack = await start();
    expect(slack.messages('C0GLOBEX')).toEqual([]);
    expect(readFileSync(join(folder, 'sandbox.json.unreadable'), 'utf8')).toBe('{"format":');
  });
});
