import { fields, isObject, items, type Json, type JsonObject, text } from './json';
import { cardsOf } from './teams-card-check';
import type { Dialog, Post, Room } from './teams-model';
import type { TeamsParts } from './teams-parts';
import type { TeamsDelivery } from './teams-push';

const SHOWN_MESSAGES = 500;
const SHOWN_DELIVERIES = 30;
const CHAT = 'chat:';

/** A message id as the page sorts and dates messages: seconds with six decimals. */
export function toTs(id: string): string {
  return `${id.slice(0, -3)}.${id.slice(-3)}000`;
}

/** The message id behind a page's timestamp. */
export function fromTs(ts: string): string {
  const [seconds = '', rest = ''] = ts.split('.');
  return `${seconds}${rest.slice(0, 3)}`;
}

/** A person's chat with the bot keeps one name on the page, whether it exists yet or not. */
export function chatOf(person: string): string {
  return `${CHAT}${person}`;
}

/** The person of a chat with the bot; null for any other room. */
export function personOfChat(place: string): string | null {
  return place.startsWith(CHAT) ? place.slice(CHAT.length) : null;
}

/** Everything the page shows, in the shape of the other workspace's state. */
export function teamsStateJson(parts: TeamsParts): JsonObject {
  const { world, push } = parts;
  const rooms = [...world.rooms.values()];
  const groups = rooms.filter((room) => room.kind !== 'personal');
  const messages: JsonObject = {};
  for (const room of rooms)
    messages[placeOnPage(room)] = world
      .log(room.id)
      .slice(-SHOWN_MESSAGES)
      .map((post) => messageJson(parts, post));
  const views: Record<string, Json[]> = {};
  for (const dialog of world.dialogs.values())
    views[dialog.person] = [...(views[dialog.person] ?? []), dialogJson(dialog)];
  return {
    platform: 'teams',
    version: world.version,
    app: {
      id: parts.appId,
      name: world.botName,
      team_id: world.vendorTenantId,
      bot_user_id: world.botId,
    },
    teams: [...world.tenants.values()].map(({ id, name }) => ({ id, name })),
    users: [
      { id: world.botId, team_id: world.vendorTenantId, name: world.botName, is_bot: true },
      ...[...world.people.values()].map((person) => ({
        id: person.id,
        team_id: person.tenantId,
        name: person.name,
        is_bot: false,
        is_restricted: person.guest,
        profile: { display_name: person.name, title: person.title },
      })),
    ],
    channels: [
      ...groups.map((room) => roomJson(parts, room)),
      ...[...world.people.values()].map((person) => ({
        id: chatOf(person.id),
        name: world.botName,
        is_im: true,
        user: person.id,
        team_ids: [person.tenantId],
        members: [person.id, world.botId],
      })),
    ],
    messages,
    views,
    homes: {},
    commands: [],
    messageShortcuts: world.messageActions.map(({ commandId, title }) => ({
      callback_id: commandId,
      name: title,
    })),
    deskUrl: push.url,
    lastDeliveries: push.log.slice(-SHOWN_DELIVERIES).map(deliveryJson),
  };
}

function placeOnPage(room: Room): string {
  return room.kind === 'personal' ? chatOf(room.members?.[0] ?? '') : room.id;
}

function roomJson(parts: TeamsParts, room: Room): JsonObject {
  const { world } = parts;
  const team = world.teamOf(room);
  const { installed, everything } = world.reach(room);
  const members = world.membersOf(room).map(({ id }) => id);
  return {
    id: room.id,
    name: team && room.id === team.id ? `${team.name} / General` : room.name,
    is_im: false,
    is_archived: room.deleted,
    is_ext_shared: room.sharedWith.length > 0,
    team_ids: [room.tenantId, ...room.sharedWith],
    members: installed ? [...members, world.botId] : members,
    bot: { installed, everything, where: team?.name ?? 'this chat' },
  };
}

function messageJson(parts: TeamsParts, post: Post): JsonObject {
  const { world } = parts;
  const [card] = cardsOf(post.attachments);
  const ownViews: JsonObject = {};
  if (card)
    for (const person of world.people.keys()) {
      const view = parts.presses.cardFor(post, person);
      if (view && view !== card) ownViews[person] = view;
    }
  return {
    ts: toTs(post.id),
    ...(post.rootId === null ? {} : { thread_ts: toTs(post.rootId) }),
    user: post.from ?? world.botId,
    ...(post.from === null ? { bot_id: world.botId } : {}),
    ...(post.deleted ? { subtype: 'tombstone' } : {}),
    text: post.deleted ? '' : post.text,
    cards: post.deleted || !card ? [] : [card],
    own_cards: post.deleted ? {} : ownViews,
    reactions: post.reactions.map(({ type, people }) => ({ name: type, users: people })),
    files: post.deleted ? [] : items(post.attachments).flatMap(fileJson),
    ...(post.edited ? { edited: {} } : {}),
  };
}

function fileJson(attachment: Json): Json[] {
  if (!isObject(attachment)) return [];
  const content = fields(attachment.content);
  const url = text(content.downloadUrl);
  if (url === undefined) return [];
  return [{ id: text(content.uniqueId) ?? url, name: text(attachment.name), url_private: url }];
}

function dialogJson(dialog: Dialog): JsonObject {
  return {
    id: dialog.id,
    title: { text: dialog.title },
    card: dialog.card,
    trouble: dialog.trouble,
  };
}

function deliveryJson(delivery: TeamsDelivery): JsonObject {
  return {
    at: delivery.at,
    kind: delivery.name ?? delivery.type,
    status: delivery.attempts.at(-1)?.outcome ?? delivery.state,
  };
}
