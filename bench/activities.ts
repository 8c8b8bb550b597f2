import { http } from './requests';

export interface ActivityLoad {
  readonly token: string;
  readonly serviceUrl: string;
  readonly botId: string;
  readonly tenantId: string;
}

/** A message as Teams pushes it for a channel; every id of its own. */
const activityBody = (load: ActivityLoad, first: number, index: number): string => {
  const id = String(first + index);
  const at = new Date(first + index).toISOString();
  const room = `19:bench-${index % 50}@thread.tacv2`;
  return JSON.stringify({
    text: `Request ${index}: the nightly export stopped after the last update, who can look?`,
    textFormat: 'plain',
    type: 'message',
    timestamp: at,
    localTimestamp: at.replace('Z', '+00:00'),
    id,
    channelId: 'msteams',
    serviceUrl: load.serviceUrl,
    from: {
      id: `29:1Person-${index % 20}`,
      name: 'Alice Abernathy',
      aadObjectId: `dddddddd-0000-4000-8000-${String(index % 20).padStart(12, '0')}`,
    },
    conversation: {
      isGroup: true,
      conversationType: 'channel',
      tenantId: load.tenantId,
      id: `${room};messageid=${id}`,
    },
    recipient: { id: load.botId, name: 'Threadkeeper' },
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web' }],
    channelData: {
      teamsChannelId: room,
      teamsTeamId: '19:bench@thread.tacv2',
      channel: { id: room },
      team: { id: '19:bench@thread.tacv2' },
      tenant: { id: load.tenantId },
    },
    locale: 'en-US',
    localTimezone: 'UTC',
  });
};

/** Activities ready to be written to a socket, all under one token, as Bot Framework does it. */
export const activityRequests = (load: ActivityLoad, count: number): Buffer[] => {
  const first = Date.now();
  return Array.from({ length: count }, (_, index) =>
    http(
      '/api/messages',
      [`authorization: Bearer ${load.token}`],
      activityBody(load, first, index),
    ),
  );
};
