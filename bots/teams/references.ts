import type { ChatAddress, Conversation, Conversations } from '../../src/app/ports/conversations';
import type { Clock, Log } from '../../src/app/ports/log';
import { storable } from '../../src/domain/text';
import { readText } from './decode-text';
import type { Activity } from './payloads';
import { kindOf, placeOf, timeOf, userIdOf } from './place-of';

/** What stands is written again only now and then, so that a message costs no second statement. */
const AGAIN_MS = 600_000;
const MAX_KNOWN = 20_000;

export interface References {
  /** From a verified activity only. */
  learn(activity: Activity): Promise<void>;
  find(room: string): Promise<Conversation | null>;
  /** The organisation a conversation belongs to; null while it was never seen. */
  workspaceOf(room: string): Promise<string | null>;
  address(workspace: string, userId: string): Promise<ChatAddress | null>;
  learnPeople(people: readonly ChatAddress[]): Promise<void>;
  /** Channels of a team we are in, though nobody has spoken there yet. */
  keep(channels: readonly Conversation[]): Promise<void>;
  inWorkspace(workspace: string): Promise<readonly Conversation[]>;
}

const MAX_CONVERSATIONS = 2_000;

const conversationOf = (activity: Activity, seenAt: Date): Conversation | null => {
  const place = placeOf(activity);
  const { serviceUrl, recipient, channelData } = activity;
  const botId = recipient?.id;
  if (place === null || serviceUrl === undefined || botId === undefined) return null;
  const kind = kindOf(activity);
  const isNamed = channelData?.channel?.id === place.channel;
  const name = isNamed ? channelData?.channel?.name : activity.conversation?.name;
  return {
    platform: 'teams',
    id: place.channel,
    workspace: place.workspace,
    kind,
    name: name === undefined ? null : storable(name),
    teamId: channelData?.team?.id ?? channelData?.teamsTeamId ?? null,
    botId: storable(botId),
    serviceUrl: storable(serviceUrl),
    seenAt,
  };
};

/** Said in a team or group chat without mentioning us: it came only because we may hear everything. */
const isUnasked = (activity: Activity): boolean =>
  activity.type === 'message' &&
  kindOf(activity) !== 'personal' &&
  activity.from?.id?.startsWith('28:') !== true &&
  activity.text !== undefined &&
  activity.value === undefined &&
  !readText(activity).mentionsUs;

const addressOf = (activity: Activity, conversation: Conversation): ChatAddress | null => {
  const userId = userIdOf(activity.from);
  const accountId = activity.from?.id;
  if (userId === null || accountId === undefined || accountId.startsWith('28:')) return null;
  return {
    platform: 'teams',
    workspace: conversation.workspace,
    userId,
    accountId: storable(accountId),
    metIn: conversation.id,
    personal: conversation.kind === 'personal' ? conversation.id : null,
  };
};

/** Where and to whom we can speak: remembered from every verified activity, the newest word wins. */
export const createReferences = (
  conversations: Conversations,
  clock: Clock,
  log: Log,
): References => {
  const written = new Map<string, number>();
  const owners = new Map<string, string>();
  const isFresh = (key: string): boolean =>
    clock.now().getTime() - (written.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS;
  const note = (key: string): void => {
    if (written.size >= MAX_KNOWN) written.clear();
    written.set(key, clock.now().getTime());
  };
  return {
    learn: async (activity) => {
      const seenAt = timeOf(activity) ?? clock.now();
      const conversation = conversationOf(activity, seenAt);
      if (conversation === null) return;
      const { id, serviceUrl, name, teamId } = conversation;
      const key = JSON.stringify([id, serviceUrl, name, teamId]);
      const address = addressOf(activity, conversation);
      const addressKey = JSON.stringify(address);
      try {
        if (!isFresh(key)) {
          await conversations.learn(conversation);
          note(key);
        }
        if (address !== null && !isFresh(addressKey)) {
          await conversations.learnPeople([address], seenAt);
          note(addressKey);
        }
        const heardKey = JSON.stringify(['heard', id]);
        if (isUnasked(activity) && !isFresh(heardKey)) {
          await conversations.heardAll('teams', id, seenAt);
          note(heardKey);
        }
      } catch (error) {
        // The message itself matters more; the next one tells the same again.
        log.error('teams_reference_not_kept', { platform: 'teams' }, error);
      }
    },
    find: (room) => conversations.find('teams', room),
    workspaceOf: async (room) => {
      const known = owners.get(room);
      if (known !== undefined) return known;
      const found = await conversations.find('teams', room);
      if (found === null) return null;
      if (owners.size >= MAX_KNOWN) owners.clear();
      owners.set(room, found.workspace);
      return found.workspace;
    },
    address: (workspace, userId) => conversations.address('teams', workspace, userId),
    learnPeople: (people) => conversations.learnPeople(people, clock.now()),
    keep: async (channels) => {
      for (const channel of channels) {
        const key = JSON.stringify(['kept', channel.id, channel.serviceUrl, channel.name]);
        if (isFresh(key)) continue;
        await conversations.learn(channel);
        note(key);
      }
    },
    inWorkspace: (workspace) => conversations.inWorkspace('teams', workspace, MAX_CONVERSATIONS),
  };
};
