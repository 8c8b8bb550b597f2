import type { Span, Text } from '../../domain/text';
import type { ChannelRef, ChatUser } from '../ports/chat-event';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';

/** A message must not wait for a hundred questions: whom it names after these keeps an id. */
const MOST_NAMES = 5;

const namelessIn = (span: Span): readonly string[] =>
  span.kind === 'mention' && span.label === span.userId ? [span.userId] : [];

/**
 * Slack's events name people by their ids alone. Where the words are shown next, in a card, on a
 * page, in a digest, nobody could tell who is meant.
 */
export const withNames = async (
  tx: Tx,
  learned: Learned,
  { platform, workspace }: ChannelRef,
  { home }: ChatUser,
  body: Text,
): Promise<Text> => {
  const nameless = [...new Set(body.flatMap(namelessIn))].slice(0, MOST_NAMES);
  if (nameless.length === 0) return body;
  const homes = home === null ? [workspace] : [home, workspace];
  const met = await tx.people.namesOf(platform, homes, nameless);
  const names = new Map(nameless.map((id) => [id, met.get(id) ?? learned.name(workspace, id)]));
  return body.map((span) =>
    span.kind === 'mention' ? { ...span, label: names.get(span.userId) ?? span.label } : span,
  );
};
