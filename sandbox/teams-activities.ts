import { randomUUID } from 'node:crypto';
import { compact, type Json, type JsonObject } from './json';
import { attachmentsOnWire } from './teams-files';
import type { Post, Room, TeamsPerson, TeamsTeam } from './teams-model';
import { conversationId, type TeamsWorld } from './teams-world';

const CLIENT: JsonObject = {
  type: 'clientInfo',
  locale: 'en-US',
  country: 'US',
  platform: 'Web',
  timezone: 'UTC',
};

/** Where an activity happens: a room, and the thread in it. */
export interface Place {
  room: Room;
  rootId: string | null;
}

/** What every activity says: when, where, by whom, and which way the answer goes. */
function envelope(world: TeamsWorld, place: Place, from: TeamsPerson | null): JsonObject {
  const { room, rootId } = place;
  return {
    timestamp: new Date(world.clock()).toISOString(),
    channelId: 'msteams',
    serviceUrl: world.serviceUrl,
    recipient: { id: world.botId, name: world.botName },
    conversation: compact({
      isGroup: room.kind === 'personal' ? undefined : true,
      conversationType: room.kind,
      tenantId: room.tenantId,
      id: conversationId(room, rootId),
      name: room.kind === 'groupChat' ? room.name : undefined,
    }),
    ...(from ? { from: { id: from.id, name: from.name, aadObjectId: from.aadObjectId } } : {}),
  };
}

/** Teams' own part of an activity in a room. */
function placeData(room: Room): JsonObject {
  return {
    tenant: { id: room.tenantId },
    ...(room.teamId === null ? {} : { team: { id: room.teamId }, channel: { id: room.id } }),
  };
}

/** The whole channelData of a person's message. */
function messageData(room: Room): JsonObject {
  return room.teamId === null
    ? placeData(room)
    : { teamsChannelId: room.id, teamsTeamId: room.teamId, ...placeData(room) };
}

function withAttachments(room: Room, post: Post): JsonObject {
  return post.attachments.length > 0
    ? { attachments: attachmentsOnWire(room, post.attachments) }
    : {};
}

/** A message as the bot is told of it. */
export function messageActivity(world: TeamsWorld, place: Place, post: Post): JsonObject {
  const { timezone: localTimezone } = CLIENT;
  const from = post.from === null ? null : world.person(post.from);
  const sent = new Date(post.at).toISOString();
  return {
    ...envelope(world, place, from),
    type: 'message',
    text: post.text,
    id: post.id,
    timestamp: sent,
    localTimestamp: sent.replace('Z', '+00:00'),
    localTimezone,
    textFormat: 'plain',
    locale: 'en-US',
    entities: [...post.entities, CLIENT],
    ...withAttachments(place.room, post),
    channelData: messageData(place.room),
  };
}

/** An edit, a deletion or its undoing; its id is the message's own. */
export function changeActivity(
  world: TeamsWorld,
  place: Place,
  post: Post,
  eventType: 'editMessage' | 'softDeleteMessage' | 'undeleteMessage',
): JsonObject {
  const from = post.from === null ? null : world.person(post.from);
  const deleted = eventType === 'softDeleteMessage';
  return {
    ...envelope(world, place, from),
    type: deleted ? 'messageDelete' : 'messageUpdate',
    id: post.id,
    ...(deleted ? {} : { text: post.text, textFormat: 'plain', entities: [...post.entities] }),
    ...(deleted ? {} : withAttachments(place.room, post)),
    channelData: { eventType, ...messageData(place.room) },
  };
}

/** A reaction put on or taken off a message. */
export function reactionActivity(
  world: TeamsWorld,
  place: Place,
  person: TeamsPerson,
  reaction: { postId: string; type: string; added: boolean },
): JsonObject {
  return {
    ...envelope(world, place, person),
    type: 'messageReaction',
    id: `f:${randomUUID()}`,
    [reaction.added ? 'reactionsAdded' : 'reactionsRemoved']: [{ type: reaction.type }],
    replyToId: reaction.postId,
    channelData: placeData(place.room),
  };
}

/** A call that waits for its answer: a button, a dialog, a message action. */
export function invokeActivity(
  world: TeamsWorld,
  place: Place,
  person: TeamsPerson,
  invoke: { name: string; value: Json; replyToId: string | null },
): JsonObject {
  const now = new Date(world.clock()).toISOString();
  return {
    ...envelope(world, place, person),
    type: 'invoke',
    id: `f:${randomUUID()}`,
    localTimestamp: now.replace('Z', '+00:00'),
    localTimezone: 'UTC',
    locale: 'en-US',
    entities: [CLIENT],
    channelData: { source: { name: 'message' }, ...placeData(place.room) },
    ...(invoke.replyToId === null ? {} : { replyToId: invoke.replyToId }),
    value: invoke.value,
    name: invoke.name,
  };
}

function teamData(team: TeamsTeam): JsonObject {
  return { id: team.id, name: team.name, aadGroupId: team.aadGroupId };
}

/** The bot is put into a team or chat, or taken out. */
export function installationActivity(
  world: TeamsWorld,
  room: Room,
  by: TeamsPerson,
  action: 'add' | 'remove',
): JsonObject {
  const team = world.teamOf(room);
  return {
    ...envelope(world, { room, rootId: null }, by),
    type: 'installationUpdate',
    id: `f:${randomUUID()}`,
    from: { id: by.id, aadObjectId: by.aadObjectId },
    locale: 'en-US',
    entities: [{ type: 'clientInfo', locale: 'en-US' }],
    channelData: {
      tenant: { id: room.tenantId },
      ...(team ? { team: teamData(team), channel: { id: room.id } } : {}),
      source: { name: 'message' },
      settings: { selectedChannel: { id: room.id } },
    },
    action,
  };
}

/** Somebody, perhaps the bot, comes or goes. */
export function membersActivity(
  world: TeamsWorld,
  room: Room,
  by: TeamsPerson,
  who: { members: (TeamsPerson | 'bot')[]; added: boolean },
): JsonObject {
  const team = world.teamOf(room);
  const members = who.members.map((member) =>
    member === 'bot' ? { id: world.botId } : { id: member.id, aadObjectId: member.aadObjectId },
  );
  return {
    ...envelope(world, { room, rootId: null }, by),
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    from: { id: by.id, aadObjectId: by.aadObjectId },
    [who.added ? 'membersAdded' : 'membersRemoved']: members,
    channelData: {
      tenant: { id: room.tenantId },
      ...(team
        ? {
            team: teamData(team),
            eventType: who.added ? 'teamMemberAdded' : 'teamMemberRemoved',
            ...(who.added && who.members.includes('bot')
              ? { settings: { selectedChannel: { id: room.id } } }
              : {}),
          }
        : {}),
    },
  };
}

/** A channel or a team changes. It is told in the team's General channel. */
export function teamActivity(
  world: TeamsWorld,
  team: TeamsTeam,
  by: TeamsPerson,
  eventType: string,
  channel: Room | null,
): JsonObject {
  const general = world.room(team.id);
  return {
    ...envelope(world, { room: general, rootId: null }, by),
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    from: { id: by.id, aadObjectId: by.aadObjectId },
    channelData: {
      tenant: { id: team.tenantId },
      team: channel ? { id: team.id } : teamData(team),
      ...(channel
        ? {
            channel: {
              id: channel.id,
              name: channel.name,
              ...(channel.sharedWith.length > 0 ? { type: 'shared' } : {}),
            },
          }
        : {}),
      eventType,
    },
  };
}
