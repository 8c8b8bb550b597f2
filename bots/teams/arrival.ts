import { createHash } from 'node:crypto';
import type { Arrival } from '../../src/app/ports/arrival';
import { dataOf, executed, pressOf, submissionOf } from './card-data';
import type { Activity } from './payloads';
import { joinConversation, placeOf, timeOf, userIdOf } from './place-of';

const digest = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * An invoke is repeated up to four times, sometimes under a new id, and a double click is two
 * invokes: what identifies it is the card's nonce, the person and what was chosen.
 */
const pressKey = (activity: Activity): string | null => {
  const person = userIdOf(activity.from);
  const data =
    activity.name === 'adaptiveCard/action'
      ? executed(activity.value)?.data
      : activity.type === 'invoke'
        ? dataOf(activity.value)
        : activity.value;
  const pressed = pressOf(data);
  if (pressed !== null)
    return digest('press', pressed.nonce, person, pressed.action, pressed.subject, pressed.choice);
  const submission = submissionOf(data);
  return submission === null ? null : digest('form', submission.filled.nonce, person);
};

/** The id of an edit or a deletion is the message's own, so its time and kind belong to the key. */
const activityKey = (activity: Activity, raw: Buffer): string => {
  const { id, type, name, action, channelData, timestamp, replyToId } = activity;
  if (id === undefined) return digest('raw', raw.toString('base64'));
  return type === 'message'
    ? digest(type, id)
    : digest(type, id, name, action, channelData?.eventType, timestamp, replyToId);
};

/** What the inbox is given of one verified activity. */
export const arrivalOf = (raw: Buffer, activity: Activity): Arrival => {
  const place = placeOf(activity);
  const workspace = place?.workspace ?? 'unknown';
  const conversation = place?.channel ?? 'none';
  const key = pressKey(activity) ?? activityKey(activity, raw);
  return {
    platform: 'teams',
    workspace,
    dedupKey: `${workspace}:${conversation}:${key}`,
    // A thread's rows wait for each other only: its first message has the thread's id too.
    lane: joinConversation(conversation, place?.threadId ?? null),
    raw,
    occurredAt: timeOf(activity),
  };
};
