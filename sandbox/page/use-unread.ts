import { useEffect, useRef, useState } from 'react';
import { authorOf } from './room';
import { seenBy } from './sight';
import type { Channel, Person, Workspace } from './types';
import { toTypedText } from './words';

type Input = {
  readonly workspace: Workspace;
  readonly me: Person | null;
  readonly channels: readonly Channel[];
  readonly shown: string;
  readonly onNews: (words: string) => void;
};

type Seen = { readonly [place: string]: string };

/** How many messages of each channel a person has not seen; says aloud what arrives in the open one. */
export function useUnread({ workspace, me, channels, shown, onNews }: Input): {
  [channelId: string]: number;
} {
  const [seen, setSeen] = useState<Seen>({});
  const spoken = useRef<{ place: string; ts: string } | null>(null);
  const myId = me?.id ?? '';
  const latest = (id: string) => workspace.messages[id]?.at(-1)?.ts ?? '0';
  const newest = latest(shown);

  useEffect(() => {
    setSeen((before) => {
      const next = { ...before };
      for (const channel of channels) {
        const place = `${myId} ${channel.id}`;
        // A channel nobody looked at yet starts as read: only what comes from now on is news.
        if (channel.id === shown || next[place] === undefined) next[place] = latest(channel.id);
      }
      const same = Object.keys(next).every((key) => next[key] === before[key]);
      return same ? before : next;
    });
  });

  useEffect(() => {
    const place = `${myId} ${shown}`;
    const before = spoken.current;
    spoken.current = { place, ts: newest };
    if (!me || before?.place !== place || before.ts >= newest) return;
    const message = seenBy(workspace.messages[shown] ?? [], me).at(-1);
    if (!message || message.userId === me.id) return;
    const words = toTypedText(message.text, workspace.people, workspace.channels);
    onNews(`${authorOf(message, workspace, me).name}: ${words.slice(0, 200)}`);
  });

  const unread: { [channelId: string]: number } = {};
  for (const channel of channels) {
    const since = seen[`${myId} ${channel.id}`];
    if (!me || since === undefined || channel.id === shown) continue;
    unread[channel.id] = seenBy(workspace.messages[channel.id] ?? [], me).filter(
      (message) => message.ts > since && message.userId !== myId,
    ).length;
  }
  return unread;
}
