import type { ReactNode } from 'react';
import { Icon } from './icon';
import type { Channel } from './types';

export const HOME = 'home';

type Props = {
  readonly channels: readonly Channel[];
  readonly chosen: string;
  readonly unread: { readonly [channelId: string]: number };
  readonly withHome: boolean;
  readonly appName: string;
  readonly onChoose: (id: string) => void;
};

/** The rooms of one person, and the app's home for the vendor's people. */
export function ChannelList({ channels, chosen, unread, withHome, appName, onChoose }: Props) {
  const rooms = channels.filter((channel) => channel.directWith === null);
  const direct = channels.filter((channel) => channel.directWith !== null);
  const row = (id: string, sign: ReactNode, name: string) => (
    <li key={id}>
      <button
        type="button"
        aria-current={chosen === id ? 'page' : undefined}
        className={unread[id] ? 'unread' : ''}
        onClick={() => onChoose(id)}
      >
        <span className="sign" aria-hidden>
          {sign}
        </span>
        <span className="room-name">{name}</span>
        {unread[id] ? (
          <span className="count">
            {unread[id]}
            <span className="unseen"> unread</span>
          </span>
        ) : null}
      </button>
    </li>
  );
  return (
    <nav className="channels" aria-label="Channels">
      <ul>
        {rooms.map((channel) => row(channel.id, channel.archived ? '⊘' : '#', channel.name))}
        {withHome && row(HOME, <Icon name="home" />, 'App Home')}
        {direct.map((channel) => row(channel.id, '@', appName))}
      </ul>
    </nav>
  );
}
