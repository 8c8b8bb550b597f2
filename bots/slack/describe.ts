import { z } from 'zod';
import type { ChannelRef } from '../../src/app/ports/chat-event';
import type { ChannelProfile, ChatProfile, HomeProfile } from '../../src/app/ports/chat-platform';
import { storable } from '../../src/domain/text';
import type { FileLink } from '../../src/domain/ticket';
import { type Call, readingError } from './call';
import { fileLinkOf } from './decode-message';
import { cursorOf, MAX_PAGES, PAGE, read } from './read';

const str = z.string().optional().catch(undefined);
const flag = z.boolean().catch(false);
const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    team_id: str,
    name: str,
    real_name: str,
    deleted: flag,
    is_bot: flag,
    is_admin: flag,
    is_owner: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    tz: str,
    profile: z
      .object({
        display_name: str,
        real_name: str,
        email: str,
        image_192: str,
        image_72: str,
        team: str,
      })
      .catch({}),
  }),
});
const channelAnswer = z.object({
  channel: z.object({
    name: z.string().catch(''),
    is_ext_shared: flag,
    is_archived: flag,
    is_member: flag,
    connected_team_ids: z.array(z.string()).catch([]),
    shared_team_ids: z.array(z.string()).catch([]),
    internal_team_ids: z.array(z.string()).catch([]),
    conversation_host_id: str,
  }),
});
const teamAnswer = z.object({
  team: z.object({ id: str, name: z.string(), domain: str, email_domain: str }),
});
const fileAnswer = z.object({
  file: z.object({
    id: z.string(),
    name: str,
    title: str,
    mimetype: str,
    size: z.number().optional().catch(undefined),
    permalink: str,
    url_private: str,
  }),
});
const membersAnswer = z.object({ members: z.array(z.string()) });
const channelsAnswer = z.object({ channels: z.array(z.object({ id: z.string() })) });

/** The first words there are. */
const firstOf = (...names: readonly (string | undefined)[]): string =>
  storable(names.find((name) => name !== undefined && name !== '') ?? '');

/** Who somebody is, as far as Slack tells us. */
export const describeUser = async (
  call: Call,
  workspace: string,
  userId: string,
): Promise<ChatProfile> => {
  const { data } = await read(call, userAnswer, workspace, 'users.info', { user: userId });
  const { user } = data;
  return {
    name: firstOf(
      user.profile.display_name,
      user.profile.real_name,
      user.real_name,
      user.name,
      userId,
    ),
    home: user.team_id ?? user.profile.team ?? null,
    isBot: user.is_bot || user.id === 'USLACKBOT',
    isGuest: user.is_restricted || user.is_ultra_restricted,
    isWorkspaceAdmin: user.is_admin || user.is_owner,
    active: !user.deleted,
    avatarUrl: user.profile.image_192 ?? user.profile.image_72 ?? null,
    zone: user.tz ?? null,
    email: user.profile.email ?? null,
  };
};

/** What a room is, seen from our side. */
export const describeChannel = async (call: Call, ref: ChannelRef): Promise<ChannelProfile> => {
  const { data } = await read(call, channelAnswer, ref.workspace, 'conversations.info', {
    channel: ref.channel,
  });
  const { channel } = data;
  const homes = new Set([...channel.connected_team_ids, ...channel.shared_team_ids]);
  if (channel.conversation_host_id !== undefined) homes.add(channel.conversation_host_id);
  for (const own of [ref.workspace, ...channel.internal_team_ids]) homes.delete(own);
  return {
    name: storable(channel.name),
    isExternallyShared: channel.is_ext_shared,
    isArchived: channel.is_archived,
    isMember: channel.is_member,
    connectedHomes: [...homes],
  };
};

/** Another organisation's name. Slack tells it only while we share a channel with it. */
export const describeHome = async (
  call: Call,
  workspace: string,
  home: string,
): Promise<HomeProfile> => {
  const answer = await call(workspace, 'team.info', { team: home });
  if (!answer.ok && answer.failure.kind !== 'refused') throw readingError(answer.failure);
  const team = answer.ok ? teamAnswer.safeParse(answer.data).data?.team : undefined;
  // Asked about a stranger, Slack may describe our own workspace instead.
  if (team === undefined || (team.id !== undefined && team.id !== home))
    return { name: home, domain: null };
  const email = team.email_domain?.split(',')[0]?.trim();
  return { name: firstOf(team.name, home), domain: email || (team.domain ?? null) };
};

/** A file of a shared channel: Slack sends its id and has to be asked for the rest. */
export const describeFile = async (
  call: Call,
  workspace: string,
  fileId: string,
): Promise<FileLink> => {
  const { data } = await read(call, fileAnswer, workspace, 'files.info', { file: fileId });
  return fileLinkOf(data.file);
};

const collect = async (
  call: Call,
  page: (data: unknown) => readonly string[],
  workspace: string,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<string[]> => {
  const all: string[] = [];
  let cursor: string | null = null;
  for (let at = 0; at < MAX_PAGES; at += 1) {
    const { raw } = await read(call, z.unknown(), workspace, method, {
      ...args,
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page(raw));
    cursor = cursorOf.parse(raw);
    if (cursor === null) break;
  }
  return all;
};

/** Everybody in a room, at most a few thousand. */
export const membersOf = (call: Call, ref: ChannelRef): Promise<string[]> =>
  collect(
    call,
    (data) => membersAnswer.parse(data).members,
    ref.workspace,
    'conversations.members',
    { channel: ref.channel },
  );

/** Rooms our bot is in. */
export const channelsOf = (call: Call, workspace: string): Promise<string[]> =>
  collect(
    call,
    (data) => channelsAnswer.parse(data).channels.map((channel) => channel.id),
    workspace,
    'users.conversations',
    { types: 'public_channel,private_channel', exclude_archived: true },
  );
