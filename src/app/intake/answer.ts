import { DeskError } from '../../domain/errors';
import { words } from '../../domain/text';
import type { Card } from '../cards/card';
import { say } from '../cards/notices';
import { asTypedOn } from '../cards/way-to-ask';
import type { ChatUser, Platform, ThreadRef } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Errand } from '../ports/queues';
import type { Tx } from '../ports/store';

/** Where an answer for one person goes. */
export interface Asker {
  readonly user: ChatUser;
  readonly workspace: string;
  /** Null: they acted on a page of their own, so the answer is a direct message. */
  readonly place: ThreadRef | null;
}

const blank = { inThreadOf: null, ticketId: null, messageId: null, surface: null, at: null };

/** An answer only the asker sees. */
export const whisperErrand = (asker: Asker, what: Outgoing): Errand =>
  asker.place === null
    ? {
        ...blank,
        kind: 'post',
        to: {
          platform: asker.user.platform,
          workspace: asker.workspace,
          channel: asker.user.userId,
          threadId: null,
        },
        what,
        userId: null,
      }
    : { ...blank, kind: 'whisper', to: asker.place, what, userId: asker.user.userId };

export const whisper = async (tx: Tx, asker: Asker, what: Outgoing | string): Promise<void> => {
  await tx.send([whisperErrand(asker, typeof what === 'string' ? say(what) : what)]);
};

/** An answer for all in a thread: whatever becomes of us, it is said in the end. */
export const threadErrand = (place: ThreadRef, what: Outgoing): Errand => ({
  ...blank,
  kind: 'post',
  to: place,
  what,
  userId: null,
});

/** A refusal in words the person can act on. `typed` is given back, so that nothing is lost. */
export const refusal = (error: DeskError, typed: string | null, platform: Platform): Outgoing => {
  const hint = error.hint === null ? '' : ` ${asTypedOn(platform, error.hint)}`;
  const back = typed === null || typed === '' ? '' : `\nYou had written: ${typed}`;
  return say(words(`${error.message}${hint}${back}`));
};

/** A person's own page, drawn anew. */
export const homeErrand = (
  platform: Platform,
  workspace: string,
  userId: string,
  card: Card<'team'>,
): Errand => ({
  ...blank,
  kind: 'home',
  to: { platform, workspace, channel: userId, threadId: null },
  what: { kind: 'card', card, as: null },
  userId,
});
