import { useState } from 'react';
import { Composer } from './composer';
import { Message } from './message';
import { useRoom } from './room';
import type { Strand } from './sight';
import { withFiles } from './upload';

const SHOWN_AT_ONCE = 6;

/** A message and, below it, its thread. */
export function Thread({ strand }: { strand: Strand }) {
  const { channel, me, act, wanted } = useRoom();
  const [all, setAll] = useState(false);
  const [replying, setReplying] = useState(false);
  const { root, replies, ts } = strand;
  const whole = all || replies.some((reply) => reply.ts === wanted);
  const shown = whole ? replies : replies.slice(-SHOWN_AT_ONCE);
  const hidden = replies.length - shown.length;
  const canReply = root?.ephemeralFor == null && !channel.archived;

  return (
    <article className="strand">
      {root ? (
        <Message message={root} onReply={canReply ? () => setReplying(true) : undefined} />
      ) : (
        <p className="tombstone">This message was deleted.</p>
      )}
      {(replies.length > 0 || replying) && (
        <div className="replies">
          {hidden > 0 && (
            <button type="button" className="link" onClick={() => setAll(true)}>
              Show {hidden} earlier {hidden === 1 ? 'reply' : 'replies'}
            </button>
          )}
          {shown.map((reply) => (
            <Message key={`${reply.ts}${reply.ephemeralFor ?? ''}`} message={reply} small />
          ))}
          {replying ? (
            <Composer
              small
              autoFocus
              inThread
              label="Reply in the thread"
              onCancel={() => setReplying(false)}
              withFiles
              onSend={async (text, files) => {
                const sent = { kind: 'post', channel: channel.id, user: me.id, text } as const;
                const { ok } = await act({ ...sent, threadTs: ts, ...withFiles(files) });
                return ok;
              }}
            />
          ) : (
            canReply && (
              <button type="button" className="link" onClick={() => setReplying(true)}>
                Reply
              </button>
            )
          )}
        </div>
      )}
    </article>
  );
}
