import { Menu } from './menu';
import { useRoom } from './room';

/** Whether the app is in this team or chat, and whether it may read what does not mention it. */
export function BotSettings() {
  const { channel, act } = useRoom();
  const { bot } = channel;
  if (!bot) return null;
  const state = !bot.installed
    ? 'not installed'
    : bot.everything
      ? 'reads every message'
      : 'hears mentions only';
  const at = { channel: channel.id };
  return (
    <Menu label="The app in this place" caption={<small>App: {state}</small>} className="tool">
      {bot.installed && (
        <button
          type="button"
          role="menuitem"
          onClick={() => void act({ kind: 'consent', ...at, everything: !bot.everything })}
        >
          {bot.everything ? 'Let it hear mentions only' : 'Let it read every message'}
        </button>
      )}
      <button
        type="button"
        role="menuitem"
        onClick={() => void act({ kind: 'install', ...at, installed: !bot.installed })}
      >
        {bot.installed ? `Remove it from ${bot.where}` : `Add it to ${bot.where}`}
      </button>
    </Menu>
  );
}
