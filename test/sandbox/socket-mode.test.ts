import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App, LogLevel } from '@slack/bolt';
import WebSocket from 'ws';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { quietClient, refusal } from './quiet-client';

let slack: SlackSandbox;

beforeEach(async () => {
  slack = await startSlackSandbox({
    signingSecret: 's',
    botToken: 't',
    appToken: 'xapp-1',
    retryDelaysMs: [0],
  });
});
afterEach(() => slack.stop());

describe('Socket Mode', () => {
  it('carries events, commands and their answers through a socket the real client opens', async () => {
    const app = new App({
      token: 't',
      appToken: 'xapp-1',
      socketMode: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    const heard: string[] = [];
    app.message(async ({ message }) => {
      if ('text' in message) heard.push(message.text ?? '');
    });
    app.command('/desk', async ({ ack, command }) => ack(`you said ${command.text}`));
    await app.start();
    const said = await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'over the wire' })
      .delivered;
    expect(said.state).toBe('delivered');
    await slack.command({ channel: 'C0TRIAGE', user: 'U0ADA', command: '/desk', text: 'hi' });
    expect(slack.ephemerals('U0ADA').map(({ text }) => text)).toEqual(['you said hi']);
    expect(heard).toEqual(['over the wire']);
    await app.stop();
    // Bolt says it has stopped before its socket has.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("opens only for the app's own token, and each address once", async () => {
    expect(await refusal(quietClient('t', slack.apiUrl).apps.connections.open())).toBe(
      'invalid_auth',
    );
    const { url } = await quietClient('xapp-1', slack.apiUrl).apps.connections.open();
    const outcome = (address: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      });
    expect(await outcome(url!)).toBe('open');
    expect(await outcome(url!)).toBe('refused');
  });

  it('counts an event nobody acknowledges as not delivered', async () => {
    const { url } = await quietClient('xapp-1', slack.apiUrl).apps.connections.open();
    const silent = new WebSocket(url!);
    await new Promise((resolve) => silent.addEventListener('open', resolve));
    const said = await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' }).delivered;
    expect(said).toMatchObject({
      state: 'given_up',
      attempts: [{ outcome: 'timeout' }, { outcome: 'timeout' }],
    });
  });
});
