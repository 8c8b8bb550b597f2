import { createHmac } from 'node:crypto';
import type { BusyWorkspaces } from './busy-workspaces';
import { SIGNING_SECRET } from './busy-workspaces';

/** The body of one event, as the platform would push it. */
export type EventBody = string;

/** Keeps every event back; `take` gives those since the last time. */
export const captureEvents = (workspaces: BusyWorkspaces): { take: () => EventBody[] } => {
  let caught: EventBody[] = [];
  for (const { slack } of workspaces.all)
    slack.withhold((envelope) => {
      caught.push(JSON.stringify(envelope));
      return true;
    });
  return {
    take: () => {
      const taken = caught;
      caught = [];
      return taken;
    },
  };
};

/** Pushes one event, signed as of now; gives the answer's status. */
export const pushEvent = async (url: string, body: EventBody, retryNum = 0): Promise<number> => {
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SIGNING_SECRET)
    .update(`v0:${stamp}:${body}`)
    .digest('hex');
  const answer = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
      ...(retryNum === 0
        ? {}
        : { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' }),
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
};
