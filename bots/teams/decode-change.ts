import type { ChannelChange, ChannelRef, ChatEvent } from '../../src/app/ports/chat-event';
import { storable } from '../../src/domain/text';
import type { Activity } from './payloads';
import { placeOf, timeOf } from './place-of';

const EPOCH = new Date(0);

const isUs = (activity: Activity, id: string | undefined): boolean =>
  id !== undefined && id === activity.recipient?.id;

/** A team tells of its channels in its General channel: the one that changed is named inside. */
const changedChannel = (activity: Activity): ChannelRef | null => {
  const place = placeOf(activity);
  if (place === null) return null;
  const { threadId: _, ...here } = place;
  const named = activity.channelData?.channel?.id;
  return { ...here, channel: named === undefined ? here.channel : storable(named) };
};

const changeOf = (activity: Activity): ChannelChange | null => {
  const name = activity.channelData?.channel?.name;
  switch (activity.channelData?.eventType) {
    case 'channelRenamed':
      return name === undefined ? null : { to: 'renamed', name: storable(name) };
    case 'channelDeleted':
      return { to: 'deleted' };
    case 'channelRestored':
    case 'teamUnarchived':
    case 'teamRestored':
      return { to: 'unarchived' };
    case 'channelShared':
      return { to: 'shared' };
    case 'channelUnshared':
      return { to: 'unshared' };
    case 'channelCreated':
      return { to: 'joined' };
    case 'teamDeleted':
    case 'teamHardDeleted':
      return { to: 'deleted' };
    case 'teamArchived':
      return { to: 'archived' };
    default:
      return null;
  }
};

/** Members and channels that come and go; people who come are met when they speak. */
export const decodeConversationUpdate = (activity: Activity): ChatEvent[] => {
  const channel = changedChannel(activity);
  if (channel === null) return [];
  const at = timeOf(activity) ?? EPOCH;
  const came = (activity.membersAdded ?? []).some((member) => isUs(activity, member?.id));
  const left = (activity.membersRemoved ?? []).some((member) => isUs(activity, member?.id));
  const change = came ? ({ to: 'joined' } as const) : left ? ({ to: 'left' } as const) : null;
  const told = change ?? changeOf(activity);
  return told === null ? [] : [{ kind: 'channel', channel, change: told, at }];
};

/** Put into a team or chat, or taken out of it: the organisation itself stays installed. */
export const decodeInstallation = (activity: Activity): ChatEvent[] => {
  const channel = changedChannel(activity);
  if (channel === null) return [];
  const at = timeOf(activity) ?? EPOCH;
  switch (activity.action) {
    case 'add':
    case 'add-upgrade':
      return [{ kind: 'channel', channel, change: { to: 'joined' }, at }];
    case 'remove':
    case 'remove-upgrade':
      return [{ kind: 'channel', channel, change: { to: 'left' }, at }];
    default:
      return [];
  }
};
