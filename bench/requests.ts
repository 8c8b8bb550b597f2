import { createHmac } from 'node:crypto';

/** One whole POST, ready to be written to a socket. */
export const http = (path: string, headers: readonly string[], body: string): Buffer =>
  Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      ...headers,
      '',
      body,
    ].join('\r\n'),
  );

export interface SaidInSlack {
  readonly workspace: string;
  readonly channel: string;
  readonly ts: string;
  /** Null: it begins a thread. */
  readonly thread: string | null;
  readonly text: string;
  readonly eventId: string;
}

/** A message event as Slack pushes it for a shared channel. */
export const slackEvent = (said: SaidInSlack): string => {
  const { workspace, channel, ts, thread, text, eventId } = said;
  return JSON.stringify({
    token: 'bench',
    team_id: 'T0GLOBEX',
    context_team_id: workspace,
    api_app_id: 'A0THREADKEEPER',
    event: {
      type: 'message',
      user: 'U0HANK',
      user_team: 'T0GLOBEX',
      source_team: 'T0GLOBEX',
      team: 'T0GLOBEX',
      ts,
      event_ts: ts,
      ...(thread === null ? {} : { thread_ts: thread }),
      client_msg_id: `00000000-0000-4000-8000-${ts.replace('.', '').slice(-12).padStart(12, '0')}`,
      channel,
      channel_type: 'channel',
      text,
      blocks: [
        {
          type: 'rich_text',
          block_id: 'b0',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
        },
      ],
    },
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Number(ts)),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace,
        user_id: 'U0THREADKEEPER',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: true,
  });
};

/** Every id of its own. */
const eventBody = (run: string, index: number): string =>
  slackEvent({
    workspace: 'T0NORTHWIND',
    channel: `C0BENCH${index % 50}`,
    ts: `${1_700_000_000 + index}.${String(index % 1_000_000).padStart(6, '0')}`,
    thread: null,
    text: `Request ${index}: the nightly export stopped after the last update, who can look?`,
    eventId: `Ev${run}${String(index).padStart(8, '0')}`,
  });

/** Signed events, ready to be written to a socket: signing is no part of what is measured. */
export const signedEvents = (secret: string, run: string, count: number): Buffer[] => {
  const timestamp = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, index) => {
    const body = eventBody(run, index);
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return http(
      '/slack/events',
      [`x-slack-request-timestamp: ${timestamp}`, `x-slack-signature: v0=${signature}`],
      body,
    );
  });
};

/** The same query, again and again. */
export const graphqlRequest = (token: string, query: string): Buffer =>
  http('/graphql', [`authorization: Bearer ${token}`], JSON.stringify({ query }));
