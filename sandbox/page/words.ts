import type { Channel, Person } from './types';

const ERRORS: { readonly [code: string]: string } = {
  message_not_found: 'That message is gone.',
  channel_not_found: 'That channel does not exist any more.',
  is_archived: 'This channel is archived.',
  not_in_channel: 'This person is not in the channel.',
  user_not_found: 'This person is not in the workspace.',
  no_text: 'Write something first.',
  msg_too_long: 'That is too long for one message.',
  cant_update_message: 'Only the author may change this message.',
  cant_delete_message: 'Only the author may delete this message.',
  already_reacted: 'This reaction is there already.',
  no_reaction: 'This reaction is not there.',
  expired_trigger_id: 'The desk took longer than three seconds to open the form. Try again.',
  view_not_found: 'That form is closed already.',
  not_found: 'That form is closed already.',
  dispatch_failed: 'The desk could not be reached or refused the click. Try again.',
  operation_timeout: 'The desk did not answer within three seconds. Try again.',
  unknown_command: 'That is not a command of this workspace.',
  action_not_found: 'That button is not there any more. The message has changed.',
  missing_required_field: 'Please fill in the marked fields.',
  not_available_to_external_people: 'Only people of the vendor’s own workspace can do that.',
  invalid_response_action: 'The desk answered the form with something Slack does not know.',
};

/** Says an error code so that a person can do something about it. */
export function inWords(error: string): string {
  const known = ERRORS[error];
  if (known) return known;
  if (error.includes(' ')) return error;
  return `That did not work (${error.replaceAll('_', ' ')}).`;
}

/**
 * Typed text with people and channels by id, as a chat client sends it. The rest (escaping,
 * links) is the server's work.
 */
export function withMentions(
  typed: string,
  people: readonly Person[],
  channels: readonly Channel[],
): string {
  let result = typed;
  for (const { handle, id } of longestFirst(people, ({ handle }) => handle)) {
    if (handle) result = result.replaceAll(`@${handle}`, `<@${id}>`);
  }
  for (const { name, id } of longestFirst(channels, ({ name }) => name)) {
    if (name) result = result.replaceAll(`#${name}`, `<#${id}>`);
  }
  return result;
}

/** So that "@Ada" never eats the beginning of "@Ada Lovelace". */
function longestFirst<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => nameOf(b).length - nameOf(a).length);
}

/** Stored text as a person would have typed it. */
export function toTypedText(
  stored: string,
  people: readonly Person[],
  channels: readonly Channel[],
): string {
  return stored
    .replace(
      /<@(\w+)(?:\|[^>]*)?>/g,
      (_, id: string) => `@${people.find((item) => item.id === id)?.handle ?? id}`,
    )
    .replace(
      /<#(\w+)(?:\|[^>]*)?>/g,
      (_, id: string) => `#${channels.find((item) => item.id === id)?.name ?? id}`,
    )
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<([^@#!|>][^|>]*)(?:\|([^>]*))?>/g, (_, url: string, shown?: string) => shown ?? url)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** Splits what was typed as a slash command, or null when it is none. */
export function asCommand(typed: string): { command: string; text: string } | null {
  const match = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(typed.trim());
  return match?.[1] ? { command: match[1], text: (match[2] ?? '').trim() } : null;
}

/** The moment a message's ts stands for. */
export function tsDate(ts: string): Date {
  return new Date(Number.parseFloat(ts) * 1000);
}

/** Hours and minutes in the reader's zone. */
export function clockTime(date: Date): string {
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

/** "Today", "Yesterday" or the date. */
export function dayName(date: Date, now: Date): string {
  const start = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((start(now) - start(date)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return date.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** A file's size as people say it. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  const power = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${(bytes / 1024 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power - 1] ?? 'kB'}`;
}
