import { useLayoutEffect, useRef, useState } from 'react';
import { BotSettings } from './bot-settings';
import { Composer } from './composer';
import { EmptyRoom } from './empty-room';
import { Icon } from './icon';
import { otherTeams, useRoom } from './room';
import { strandsOf } from './sight';
import { Thread } from './thread';
import type { ChatMessage, Upload } from './types';
import { withFiles } from './upload';
import { dayName, tsDate } from './words';

type Props = {
  readonly messages: readonly ChatMessage[];
  readonly problem: string;
  /** What the app answered to a click, if it is no problem. */
  readonly note: string;
  readonly onProblemRead: () => void;
};

/** A channel: its name, what was said, and a field to say more. */
export function ChannelView({ messages, problem, note, onProblemRead }: Props) {
  const { workspace, me, channel, act } = useRoom();
  const [draft, setDraft] = useState('');
  const others = otherTeams(channel, workspace.teams, me);
  const about = channel.archived
    ? 'Archived'
    : others.length > 0
      ? `Shared with ${others.map(({ name }) => name).join(', ')}`
      : workspace.platform === 'teams'
        ? `At ${workspace.teams.find(({ id }) => id === channel.teamIds[0])?.name ?? 'home'}`
        : 'Only the vendor’s team';
  const post = async (text: string, files: readonly Upload[]) =>
    (await act({ kind: 'post', channel: channel.id, user: me.id, text, ...withFiles(files) })).ok;

  return (
    <div className="room">
      <header className="room-head">
        <h3>
          {channel.directWith ? '' : '#'}
          {channel.directWith ? 'Direct messages with the app' : channel.name}
        </h3>
        {!channel.directWith && <p>{about}</p>}
        <BotSettings />
      </header>
      <Log messages={messages}>{messages.length === 0 && <EmptyRoom onOpener={setDraft} />}</Log>
      {(problem || note) && (
        <p className={problem ? 'problem' : 'problem note'} role={problem ? 'alert' : 'status'}>
          {problem || note}
          <button type="button" className="tool" aria-label="Dismiss" onClick={onProblemRead}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <Composer
        key={draft}
        first={draft}
        autoFocus={draft !== ''}
        label={`Message ${channel.directWith ? 'the app' : `#${channel.name}`} as ${me.name}`}
        withFiles
        onSend={post}
      />
    </div>
  );
}

/** The message list; stays at the end while the reader is there. */
function Log({
  messages,
  children,
}: {
  messages: readonly ChatMessage[];
  children: React.ReactNode;
}) {
  const { wanted } = useRoom();
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    const box = list.current;
    const inner = content.current;
    if (!box || !inner) return undefined;
    const follow = () => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    const observer = new ResizeObserver(follow);
    observer.observe(inner);
    observer.observe(box);
    follow();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (!wanted) return;
    atEnd.current = false;
    list.current
      ?.querySelector(`[data-ts="${CSS.escape(wanted)}"]`)
      ?.scrollIntoView({ block: 'center' });
  }, [wanted]);

  let day = '';
  return (
    <div
      ref={list}
      className="log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label="Messages"
      aria-live="off"
      onScroll={({ currentTarget: box }) => {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
      }}
    >
      <div ref={content} className="log-content">
        {children}
        {strandsOf(messages).map((strand) => {
          const name = dayName(tsDate(strand.ts), new Date());
          const divider = name === day ? null : <p className="day">{name}</p>;
          day = name;
          return (
            <div key={strand.ts}>
              {divider}
              <Thread strand={strand} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
