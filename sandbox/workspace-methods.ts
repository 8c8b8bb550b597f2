import { type Args, type Core, joinedChannel, type Method, page } from './core';
import type { JsonObject } from './json';
import { Refusal, type User } from './model';
import { avatarUrl, messageJson } from './shapes';

/** Who is here, whose workspace this is, and what a token may do. */
export const workspaceMethods: Record<string, Method> = {
  'auth.test': (core) => {
    const { app } = core.world;
    const team = core.world.team(app.team_id);
    return {
      ok: true,
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: core.world.user(app.bot_user_id).name,
      team_id: team.id,
      user_id: app.bot_user_id,
      bot_id: app.bot_id,
      is_enterprise_install: false,
    };
  },
  'auth.revoke': (core, args) => {
    if (args.flag('test')) return { ok: true, revoked: false };
    core.world.tokens.clear();
    core.world.installed = false;
    core.world.changed();
    return { ok: true, revoked: true };
  },
  'team.info': (core, args) => {
    const team = core.world.teams.get(args.text('team') ?? core.world.app.team_id);
    if (!team) throw new Refusal('team_not_found');
    const image = avatarUrl(core.world, team.id);
    return {
      ok: true,
      team: {
        id: team.id,
        name: team.name,
        url: `https://${team.domain}.slack.com/`,
        domain: team.domain,
        email_domain: team.id === core.world.app.team_id ? team.email_domain : '',
        icon: { image_34: image, image_68: image, image_132: image, image_default: true },
        is_verified: false,
        avatar_base_url: core.world.baseUrl,
      },
    };
  },
  'bots.info': (core, args) => {
    const { app } = core.world;
    if ((args.text('bot') ?? app.bot_id) !== app.bot_id) throw new Refusal('bot_not_found');
    const image = avatarUrl(core.world, app.bot_user_id);
    return {
      ok: true,
      bot: {
        id: app.bot_id,
        deleted: false,
        name: app.name,
        updated: 1735689600,
        app_id: app.id,
        user_id: app.bot_user_id,
        icons: { image_36: image, image_48: image, image_72: image },
      },
    };
  },
  'users.info': (core, args) => {
    const user = core.world.users.get(args.required('user', 'user_not_found'));
    if (!user) throw new Refusal('user_not_found');
    return { ok: true, user: userJson(core, user, args.flag('include_locale')) };
  },
  'users.list': (core, args) => {
    const own = [...core.world.users.values()].filter(
      (user) => user.team_id === core.world.app.team_id,
    );
    const { rows, next } = page(own, args, 1000, 1000);
    return {
      ok: true,
      members: rows.map((user) => userJson(core, user, args.flag('include_locale'))),
      cache_ts: core.world.seconds(),
      response_metadata: { next_cursor: next },
    };
  },
  'reactions.add': (core, args) => reactAsBot(core, args, true),
  'reactions.remove': (core, args) => reactAsBot(core, args, false),
  'reactions.get': (core, args) => {
    const channel = joinedChannel(core, args);
    const message = core.world.find(channel.id, args.required('timestamp', 'message_not_found'));
    if (!message) throw new Refusal('message_not_found');
    return {
      ok: true,
      type: 'message',
      channel: channel.id,
      message: messageJson(core.world, message, { metadata: false }),
    };
  },
  'apps.event.authorizations.list': (core, args) => {
    args.required('event_context', 'invalid_event_context');
    const { app } = core.world;
    return {
      ok: true,
      authorizations: [
        {
          enterprise_id: null,
          team_id: app.team_id,
          user_id: app.bot_user_id,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
    };
  },
};

function reactAsBot(core: Core, args: Args, on: boolean): JsonObject {
  const channel = joinedChannel(core, args);
  if (channel.is_archived) throw new Refusal('is_archived');
  const message = core.world.find(channel.id, args.required('timestamp', 'no_item_specified'));
  if (!message) throw new Refusal('message_not_found');
  void core.board.react(
    message,
    core.world.app.bot_user_id,
    args.required('name', 'invalid_name'),
    on,
  );
  return { ok: true };
}

/** A person as users.info shows them: of outsiders only what Connect lets through. */
export function userJson(core: Core, user: User, withLocale: boolean): JsonObject {
  const foreign = user.team_id !== core.world.app.team_id;
  const image = avatarUrl(core.world, user.id);
  const images = {
    image_24: image,
    image_32: image,
    image_48: image,
    image_72: image,
    image_192: image,
    image_512: image,
  };
  const [first = '', ...rest] = user.real_name.split(' ');
  const profile: JsonObject = {
    title: user.title,
    phone: '',
    real_name: user.real_name,
    real_name_normalized: user.real_name,
    display_name: user.display_name,
    display_name_normalized: user.display_name,
    status_text: '',
    status_emoji: '',
    avatar_hash: `g${user.id.toLowerCase()}`,
    first_name: first,
    last_name: rest.join(' '),
    ...images,
    team: user.team_id,
    ...(foreign || user.is_bot ? {} : { email: user.email }),
    ...(user.is_bot ? { bot_id: core.world.app.bot_id, api_app_id: core.world.app.id } : {}),
  };
  const base: JsonObject = {
    id: user.id,
    team_id: user.team_id,
    name: user.name,
    deleted: user.deleted,
    color: user.color,
    real_name: user.real_name,
    tz: user.tz,
    tz_label: user.tz_label,
    tz_offset: user.tz_offset,
    profile,
    is_bot: user.is_bot,
    is_app_user: false,
    updated: 1735689600,
  };
  if (foreign) return { ...base, is_stranger: !sharesAChannel(core, user) };
  return {
    ...base,
    is_admin: user.is_admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.is_restricted,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    ...(withLocale ? { locale: 'en-GB' } : {}),
  };
}

function sharesAChannel(core: Core, user: User): boolean {
  const bot = core.world.app.bot_user_id;
  return [...core.world.channels.values()].some(
    (channel) => channel.members.includes(user.id) && channel.members.includes(bot),
  );
}
