import { chatterOf } from '../../domain/chatter';
import { toPlain } from '../../domain/text';
import type { ChatMessage } from '../ports/chat-event';
import type { Tx } from '../ports/store';
import { whisper } from './answer';
import { COMMAND_NAMES } from './run-command';
import { unknownCommand } from './unknown-command';

/**
 * One word of ours to the desk that is none of its commands: silence would look like a fault. Told to
 * them alone, whoever else is in the room.
 */
export const answerWord = async (tx: Tx, message: ChatMessage): Promise<void> => {
  const said = toPlain(message.body.filter(({ kind }) => kind !== 'mention')).trim();
  if (!message.mentionsUs || message.fromHistory) return;
  if (!/^\S+$/.test(said) || chatterOf(said, false) !== null) return;
  const { author: user, channel, threadId } = message;
  const place = message.inChat === true ? { ...channel, threadId: null } : { ...channel, threadId };
  const asker = { user, workspace: channel.workspace, place };
  await whisper(tx, asker, unknownCommand(said, COMMAND_NAMES, channel.platform));
};
