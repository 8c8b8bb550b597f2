import { emojiPicture, PALETTE, TEAMS_PALETTE } from './emoji';
import { Icon } from './icon';
import { Menu } from './menu';
import { useRoom } from './room';
import type { ChatMessage } from './types';

type Props = {
  readonly message: ChatMessage;
  readonly onReply?: (() => void) | undefined;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
};

/** React, reply, edit, delete, and the app's message shortcuts. */
export function MessageTools({ message, onReply, onEdit, onDelete }: Props) {
  const { workspace, me, channel, vendorSide, act } = useRoom();
  const own = message.userId === me.id && !message.fromBot;
  const inTeams = workspace.platform === 'teams';
  const palette = inTeams ? TEAMS_PALETTE : PALETTE;
  const shortcuts = vendorSide ? workspace.shortcuts : [];
  const at = { channel: channel.id, ts: message.ts, user: me.id };
  return (
    <div className="tools">
      <Menu label="React" caption={<Icon name="react" />} className="tool" listClassName="palette">
        {palette.map((name) => (
          <button
            key={name}
            type="button"
            role="menuitem"
            title={`:${name}:`}
            aria-label={name.replaceAll('_', ' ')}
            onClick={() => void act({ kind: 'react', ...at, name })}
          >
            {emojiPicture(name)}
          </button>
        ))}
      </Menu>
      {onReply && (
        <button type="button" className="tool" title="Reply in thread" onClick={onReply}>
          <Icon name="reply" />
          <span className="unseen">Reply in thread</span>
        </button>
      )}
      {(own || shortcuts.length > 0) && (
        <Menu label="More actions" caption={<Icon name="more" />} className="tool">
          {shortcuts.map(({ callbackId, name }) => (
            <button
              key={callbackId}
              type="button"
              role="menuitem"
              onClick={() => void act({ kind: 'messageShortcut', ...at, callbackId })}
            >
              {name}
            </button>
          ))}
          {own && (
            <>
              <button type="button" role="menuitem" onClick={onEdit}>
                Edit message
              </button>
              <button type="button" role="menuitem" className="danger-text" onClick={onDelete}>
                Delete message
              </button>
            </>
          )}
        </Menu>
      )}
    </div>
  );
}
