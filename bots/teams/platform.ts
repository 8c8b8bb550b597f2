import type { Form } from '../../src/app/cards/form';
import type { FormRequest } from '../../src/app/ports/chat-event';
import { type ChatPlatform, NO_HISTORY, PlatformRefused } from '../../src/app/ports/chat-platform';
import { HOLDS } from './adaptive-card';
import { decode } from './decode';
import { edit, remove, type Sending, send } from './deliver';
import { channelsOf, type Describing, describeChannel, describeHome } from './describe';
import { type Dialog, renderForm } from './forms';
import { messageLink } from './place-of';
import { rosterUserId } from './roster';
import { whisper } from './whisper';

/**
 * The forms people wait for. A dialog can only be opened in the answer to the press that asked for
 * it, so the door holds that answer back until the desk has said what goes in.
 */
export class PendingForms {
  private readonly waiting = new Map<string, (dialog: Dialog) => void>();

  expect(trigger: string, open: (dialog: Dialog) => void): void {
    this.waiting.set(trigger, open);
  }

  forget(trigger: string): void {
    this.waiting.delete(trigger);
  }

  /** False when nobody waits any more. */
  open(request: FormRequest, form: Form): boolean {
    const open = this.waiting.get(request.trigger);
    this.waiting.delete(request.trigger);
    open?.(renderForm(form, request.place, request.trigger));
    return open !== undefined;
  }
}

/** Conversations have ids of their own kind; an object id is a person's. */
const isPerson = (channel: string): boolean =>
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(channel);

/** Teams behind the port both platforms share. */
export const createPlatform = (
  sending: Sending,
  describing: Describing,
  forms: PendingForms,
): ChatPlatform => ({
  name: 'teams',
  holds: HOLDS,
  decode,
  // What is said to somebody rather than in a room goes to our conversation with them alone.
  send: async (to, what, key) =>
    isPerson(to.channel)
      ? whisper(sending, to, to.channel, what, key)
      : send(sending, to, what, key),
  edit: (at, what) => edit(sending, at, what),
  remove: (at) => remove(sending, at),
  whisper: (to, userId, what) => whisper(sending, to, userId, what),
  openForm: async (request, form) =>
    forms.open(request, form)
      ? {
          outcome: 'sent',
          ref: {
            platform: 'teams',
            workspace: request.workspace,
            channel: request.place?.channel ?? request.user.userId,
            id: request.trigger,
          },
        }
      : { outcome: 'refused', reason: 'That took too long for Teams. Press the button again.' },
  home: (workspace, userId, card) =>
    whisper(sending, { platform: 'teams', workspace, channel: userId }, userId, {
      kind: 'card',
      card,
      as: null,
    }),
  // Reading a conversation back needs Graph and a consent of its own.
  find: async () => ({ outcome: 'cannot-look' }),
  history: async () => {
    throw new PlatformRefused(NO_HISTORY);
  },
  describeUser: (workspace, userId) => describing.roster.describeUser(workspace, userId),
  describeChannel: (channel) => describeChannel(describing, channel),
  membersOf: async (channel) =>
    (await describing.roster.members(channel)).map((member) => rosterUserId(member)),
  channelsOf: (workspace) => channelsOf(describing, workspace),
  describeHome: async (_workspace, home) => describeHome(describing.roster, home),
  link: async (at) => (/^\d+$/.test(at.id) ? messageLink(at, at.id) : null),
});
