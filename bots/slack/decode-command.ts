import type { ChatEvent, ChatUser, FormRequest, ThreadRef } from '../../src/app/ports/chat-event';
import { storable } from '../../src/domain/text';
import { wordsOfCommand } from './decode-text';
import { type Command } from './payloads';
import { workspaceOfCommand } from './workspace-of';

/** `/desk`, or `/desk-test` where a workspace runs two. */
const OURS = /^\/desk(-[a-z0-9-]+)?$/;

const whoAndWhere = (command: Command): { user: ChatUser; place: ThreadRef } | null => {
  const workspace = workspaceOfCommand(command);
  if (!OURS.test(command.command) || workspace === null) return null;
  return {
    user: {
      platform: 'slack',
      home: command.team_id ?? null,
      userId: command.user_id,
      isBot: false,
    },
    place: { platform: 'slack', workspace, channel: command.channel_id, threadId: null },
  };
};

/** `/desk ...` -> what was asked. */
export const decodeCommand = (command: Command): ChatEvent[] => {
  const known = whoAndWhere(command);
  if (known === null) return [];
  return [{ kind: 'command', text: wordsOfCommand(storable(command.text ?? '')).trim(), ...known }];
};

/** `/desk new` opens a form while its trigger lives; null for every other command. */
export const formRequestOfCommand = (command: Command): FormRequest | null => {
  const known = whoAndWhere(command);
  if (known === null || command.trigger_id === undefined) return null;
  if (!/^new\b/i.test((command.text ?? '').trim())) return null;
  return {
    platform: 'slack',
    workspace: known.place.workspace,
    form: 'new-ticket',
    subject: { ticketId: null, version: 0 },
    user: known.user,
    place: known.place,
    trigger: command.trigger_id,
  };
};
