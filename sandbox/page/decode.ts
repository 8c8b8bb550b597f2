import { isJson, jsonList, label, text, textList, textMap, textOrNull, toJson } from './json';
import type {
  ActResult,
  Attachment,
  Channel,
  ChatMessage,
  FileStub,
  Json,
  Person,
  Team,
  View,
  Workspace,
} from './types';

/** Turns the control API's state into what the page draws. */
export function decodeWorkspace(body: unknown): Workspace {
  const state = toJson(body);
  const persons = jsonList(state.users).map(decodePerson);
  const teams = decodeTeams(jsonList(state.teams), text(toJson(state.app).team_id));
  return {
    platform: state.platform === 'teams' ? 'teams' : 'slack',
    teams,
    people: persons.map((person) => ({ ...person, handle: uniqueName(person, persons, teams) })),
    channels: jsonList(state.channels).map(decodeChannel),
    messages: mapValues(state.messages, (list) =>
      jsonList(list)
        .map(decodeMessage)
        .sort((a, b) => (a.ts < b.ts ? -1 : 1)),
    ),
    views: mapValues(state.views, (list) => jsonList(list).map(decodeView)),
    homes: mapValues(state.homes, (view) => (isJson(view) ? decodeView(view) : null)),
    commands: jsonList(state.commands).map((item) => ({
      command: text(item.command),
      description: text(item.description),
    })),
    shortcuts: jsonList(state.messageShortcuts).map((item) => ({
      callbackId: text(item.callback_id),
      name: text(item.name),
    })),
    deskUrl: textOrNull(state.deskUrl),
    deliveries: jsonList(state.lastDeliveries).map((item) => ({
      at: String(item.at ?? ''),
      kind: text(item.kind),
      status: String(item.status ?? ''),
    })),
  };
}

/** Turns the answer to an act into a result; a modal's field errors travel in it. */
export function decodeActResult(body: unknown): ActResult {
  const answer = toJson(body);
  if (answer.ok !== true) {
    const reason = textOrNull(answer.error) ?? 'The sandbox gave no reason.';
    const details = textOrNull(answer.details);
    return { ok: false, error: details ? `${reason}: ${details}` : reason };
  }
  return { ok: true, errors: textMap(answer.errors), note: textOrNull(answer.note) };
}

function mapValues<T>(value: unknown, decode: (item: unknown) => T): { [key: string]: T } {
  return Object.fromEntries(
    Object.entries(toJson(value)).map(([key, item]) => [key, decode(item)]),
  );
}

function decodeTeams(teams: readonly Json[], home: string): Team[] {
  // The app is installed with the vendor, so its team is the vendor's.
  return teams.map((team) => ({
    id: text(team.id),
    name: text(team.name),
    vendor: text(team.id) === home,
  }));
}

function uniqueName(person: Person, people: readonly Person[], teams: readonly Team[]): string {
  const team = teams.find(({ id }) => id === person.teamId);
  const twin = people.some(({ id, name }) => id !== person.id && name === person.name);
  return twin && team && !team.vendor ? `${person.name} (${team.name})` : person.name;
}

function decodePerson(user: Json): Person {
  const profile = toJson(user.profile);
  const name =
    textOrNull(profile.display_name) ??
    textOrNull(user.real_name) ??
    textOrNull(profile.real_name) ??
    text(user.name);
  return {
    id: text(user.id),
    teamId: text(user.team_id),
    name,
    handle: name,
    title: text(profile.title),
    avatar: textOrNull(profile.image_72) ?? textOrNull(profile.image_48),
    bot: user.is_bot === true,
    guest: user.is_restricted === true,
  };
}

function decodeChannel(channel: Json): Channel {
  return {
    id: text(channel.id),
    name: text(channel.name),
    shared: channel.is_ext_shared === true,
    directWith: channel.is_im === true ? textOrNull(channel.user) : null,
    archived: channel.is_archived === true,
    teamIds: textList(channel.team_ids),
    members: textList(channel.members),
    bot: isJson(channel.bot)
      ? {
          installed: channel.bot.installed === true,
          everything: channel.bot.everything === true,
          where: text(channel.bot.where),
        }
      : null,
  };
}

function decodeMessage(message: Json): ChatMessage {
  const icons = toJson(message.icons);
  const profile = toJson(message.bot_profile);
  return {
    ts: text(message.ts),
    threadTs: textOrNull(message.thread_ts),
    userId: textOrNull(message.user),
    username: textOrNull(message.username) ?? textOrNull(profile.name),
    icon: textOrNull(icons.image_72) ?? textOrNull(icons.image_48) ?? textOrNull(icons.image_64),
    fromBot: textOrNull(message.bot_id) !== null,
    subtype: textOrNull(message.subtype),
    text: text(message.text),
    blocks: jsonList(message.blocks),
    cards: jsonList(message.cards),
    ownCards: mapValues(message.own_cards, toJson),
    attachments: jsonList(message.attachments).map(decodeAttachment),
    files: jsonList(message.files).map(decodeFile),
    reactions: jsonList(message.reactions).map((item) => ({
      name: text(item.name),
      users: textList(item.users),
    })),
    edited: isJson(message.edited),
    ephemeralFor: textOrNull(message.ephemeral_for),
  };
}

function decodeAttachment(item: Json): Attachment {
  const color = textOrNull(item.color);
  const parts = [item.pretext, item.title, item.text].map(textOrNull).filter((part) => part);
  return {
    color:
      color === null || color.startsWith('#') || !/^[\da-f]{3,8}$/i.test(color)
        ? color
        : `#${color}`,
    text: parts.length > 0 ? parts.join('\n') : text(item.fallback),
    blocks: jsonList(item.blocks),
  };
}

function decodeFile(file: Json): FileStub {
  return {
    id: text(file.id),
    name: textOrNull(file.name) ?? textOrNull(file.title) ?? 'file',
    mimetype: text(file.mimetype),
    size: typeof file.size === 'number' ? file.size : null,
    url: localPath(textOrNull(file.url_private) ?? textOrNull(file.permalink)),
  };
}

/** A file is asked for at the address the page came from, whatever name that host goes by. */
function localPath(url: string | null): string | null {
  return url?.replace(/^https?:\/\/[^/]+(?=\/files-pri\/)/, '') ?? null;
}

function decodeView(value: Json): View {
  return {
    id: text(value.id),
    title: label(value.title),
    submit: textOrNull(label(value.submit)),
    close: textOrNull(label(value.close)),
    blocks: jsonList(value.blocks),
    card: isJson(value.card) ? value.card : null,
    errors: textMap(value.errors),
    trouble: textOrNull(value.trouble),
  };
}
