import type { ChatEvent } from '../../src/app/ports/chat-event';
import { decodeConversationUpdate, decodeInstallation } from './decode-change';
import { decodeInvoke, decodeSubmit } from './decode-invoke';
import { decodeDeletion, decodeMessage, decodeReactions, decodeUpdate } from './decode-message';
import { parseActivity } from './payloads';

/** Pure: one inbox row's raw bytes -> what they say. Unknown kinds are kept in the row and ignored. */
export const decode = (raw: Buffer): readonly ChatEvent[] => {
  const activity = parseActivity(raw);
  if (activity === null || (activity.channelId ?? 'msteams') !== 'msteams') return [];
  switch (activity.type) {
    case 'message':
      return activity.value === undefined || activity.value === null
        ? decodeMessage(activity)
        : decodeSubmit(activity);
    case 'messageUpdate':
      return decodeUpdate(activity);
    case 'messageDelete':
      return decodeDeletion(activity);
    case 'messageReaction':
      return decodeReactions(activity);
    case 'conversationUpdate':
      return decodeConversationUpdate(activity);
    case 'installationUpdate':
      return decodeInstallation(activity);
    case 'invoke':
      return decodeInvoke(activity);
    default:
      return [];
  }
};
