import { useState } from 'react';
import { Avatar } from './avatar';
import { Blocks, Mrkdwn } from './blocks';
import { CardView } from './card-view';
import { Composer } from './composer';
import { ConfirmDialog } from './confirm-dialog';
import { emojiPicture } from './emoji';
import { MessageTools } from './message-tools';
import { authorOf, useRoom } from './room';
import { type Surface, SurfaceProvider, useSurface } from './surface';
import { TeamsText } from './teams-text';
import type { ChatMessage, FileStub } from './types';
import { clockTime, fileSize, toTypedText, tsDate } from './words';

type Props = {
  readonly message: ChatMessage;
  readonly small?: boolean;
  readonly onReply?: (() => void) | undefined;
};

/** One message: who, when, what, and what one can do with it. */
export function Message({ message, small = false, onReply }: Props) {
  const { workspace, me, channel, act, wanted } = useRoom();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const surface = useMessageSurface(message);
  const author = authorOf(message, workspace, me);
  const at = { channel: channel.id, ts: message.ts, user: me.id };

  if (message.subtype === 'tombstone') {
    return (
      <p className="tombstone" data-ts={message.ts}>
        This message was deleted.{' '}
        {workspace.platform === 'teams' && message.userId === me.id && (
          <button
            type="button"
            className="link"
            onClick={() => void act({ kind: 'undelete', ...at })}
          >
            Undo
          </button>
        )}
      </p>
    );
  }
  const name = [
    'message',
    small && 'small',
    message.ephemeralFor && 'ephemeral',
    wanted === message.ts && 'wanted',
  ];
  return (
    <div className={name.filter(Boolean).join(' ')} data-ts={message.ts}>
      <Avatar name={author.name} url={author.avatar} />
      <div className="message-main">
        <p className="byline">
          <strong>{author.name}</strong>
          {author.app && <span className="badge">App</span>}
          {author.badge && <span className="badge team">{author.badge}</span>}
          <time title={tsDate(message.ts).toLocaleString()}>{clockTime(tsDate(message.ts))}</time>
          {message.edited && <span className="quiet">(edited)</span>}
        </p>
        {message.ephemeralFor && <p className="quiet only-you">Only visible to you</p>}
        {editing ? (
          <Composer
            small
            autoFocus
            inThread
            first={toTypedText(message.text, workspace.people, workspace.channels)}
            label="Edit message"
            verb="Save"
            onCancel={() => setEditing(false)}
            onSend={async (text) => {
              const { ok } = await act({ kind: 'edit', ...at, text });
              if (ok) setEditing(false);
              return ok;
            }}
          />
        ) : (
          <SurfaceProvider value={surface}>
            <Body message={message} />
          </SurfaceProvider>
        )}
        <Reactions message={message} />
      </div>
      {!editing && message.ephemeralFor === null && (
        <MessageTools
          message={message}
          onReply={onReply}
          onEdit={() => setEditing(true)}
          onDelete={() => setDeleting(true)}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title="Delete this message?"
          body="It disappears for everybody in the channel."
          yes="Delete"
          no="Keep"
          danger
          onNo={() => setDeleting(false)}
          onYes={() => {
            setDeleting(false);
            void act({ kind: 'delete', ...at });
          }}
        />
      )}
    </div>
  );
}

function useMessageSurface(message: ChatMessage): Surface {
  const outer = useSurface();
  const { me, channel, act } = useRoom();
  return {
    ...outer,
    press: (press) =>
      act({ kind: 'press', user: me.id, channel: channel.id, ts: message.ts, ...press }),
  };
}

function Body({ message }: { message: ChatMessage }) {
  const { workspace } = useRoom();
  const { blocks, attachments, files, text } = message;
  if (workspace.platform === 'teams') return <TeamsBody message={message} />;
  return (
    <>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : text && <Mrkdwn source={text} />}
      {attachments.map((attachment, index) => (
        <div
          // Attachments carry no id of their own.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className="attachment"
          style={attachment.color ? { borderColor: attachment.color } : undefined}
        >
          {attachment.blocks.length > 0 ? (
            <Blocks blocks={attachment.blocks} />
          ) : (
            <Mrkdwn source={attachment.text} />
          )}
        </div>
      ))}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </>
  );
}

function TeamsBody({ message }: { message: ChatMessage }) {
  const { me, channel, act } = useRoom();
  const { cards, ownCards, files, text } = message;
  const at = { channel: channel.id, ts: message.ts, user: me.id };
  const shown = cards.map((card, index) => (index === 0 ? (ownCards[me.id] ?? card) : card));
  return (
    <>
      {text && <TeamsText source={text} />}
      {shown.map((card, index) => (
        <CardView
          // Cards carry no id of their own.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          card={card}
          onPress={(button, inputs) => void act({ kind: 'pressCard', ...at, button, inputs })}
        />
      ))}
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </>
  );
}

function FileCard({ file }: { file: FileStub }) {
  const about = [file.mimetype, file.size === null ? '' : fileSize(file.size)].filter(Boolean);
  const inside = (
    <>
      <span aria-hidden>📄</span>
      <span>
        <strong>{file.name}</strong>
        <small>{about.join(', ') || 'file'}</small>
      </span>
    </>
  );
  if (file.url && file.mimetype.startsWith('image/') && file.mimetype !== 'image/svg+xml') {
    return (
      <a className="picture" href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.url} alt={file.name} />
      </a>
    );
  }
  if (!file.url) return <span className="file">{inside}</span>;
  return (
    <a className="file" href={file.url} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  );
}

function Reactions({ message }: { message: ChatMessage }) {
  const { workspace, me, channel, act } = useRoom();
  if (message.reactions.length === 0) return null;
  const names = (ids: readonly string[]) =>
    ids.map((id) => workspace.people.find((person) => person.id === id)?.name ?? id).join(', ');
  return (
    <p className="reactions">
      {message.reactions.map(({ name, users }) => {
        const mine = users.includes(me.id);
        return (
          <button
            key={name}
            type="button"
            aria-pressed={mine}
            aria-label={`${name.replaceAll('_', ' ')}, ${users.length}`}
            title={`${names(users)} reacted with :${name}:`}
            onClick={() =>
              void act({
                kind: mine ? 'unreact' : 'react',
                channel: channel.id,
                ts: message.ts,
                user: me.id,
                name,
              })
            }
          >
            {emojiPicture(name)} {users.length}
          </button>
        );
      })}
    </p>
  );
}
