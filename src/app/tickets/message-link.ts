import type { MessagePlace } from '../ports/readers';

const SLACK = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})$/;
const SLACK_TS = /^\d{10}\.\d{6}$/;
const TEAMS = /^\/l\/message\/([^/]+)\/(\d{10,16})$/;
const TEAMS_ID = /^\d{10,16}$/;

const parsedUrl = (link: string): URL | null => {
  try {
    return new URL(link.trim());
  } catch {
    return null;
  }
};

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
};

const given = (value: string | null, shape: RegExp): string | null =>
  value !== null && shape.test(value) ? value : null;

/** Where a link copied from Slack or Teams points to; null for any other text. Fetches nothing. */
export const placeOfLink = (link: string): MessagePlace | null => {
  const url = parsedUrl(link);
  if (url === null || url.protocol !== 'https:') return null;
  const [, room, seconds, micros] = SLACK.exec(url.pathname) ?? [];
  if (room !== undefined)
    return {
      platform: 'slack',
      channel: room,
      message: `${seconds}.${micros}`,
      thread: given(url.searchParams.get('thread_ts'), SLACK_TS),
    };
  const [, channel, message] = TEAMS.exec(url.pathname) ?? [];
  const name = channel === undefined ? null : decoded(channel);
  if (name === null || message === undefined || !/^teams\./.test(url.hostname)) return null;
  const thread = given(url.searchParams.get('parentMessageId'), TEAMS_ID);
  return { platform: 'teams', channel: name, message, thread };
};
