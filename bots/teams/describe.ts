import { z } from 'zod';
import type { ChannelRef } from '../../src/app/ports/chat-event';
import {
  type ChannelProfile,
  type HomeProfile,
  PlatformRefused,
} from '../../src/app/ports/chat-platform';
import type { Conversation } from '../../src/app/ports/conversations';
import { storable } from '../../src/domain/text';
import type { Call } from './call';
import type { References } from './references';
import { dataOrThrow, homeOf, isGuestHome, type Roster } from './roster';

const listSchema = z.looseObject({
  conversations: z
    .array(
      z.looseObject({
        id: z.string(),
        name: z.string().nullable().optional(),
        type: z.string().nullable().optional().catch(null),
      }),
    )
    .default([]),
});

export interface Describing {
  readonly call: Call;
  readonly references: References;
  readonly roster: Roster;
  /** Entra tenants of the vendor's own. */
  readonly ownTenant: string;
}

/** The channels of a team; General comes without a name. */
const channelsOfTeam = async (
  { call, references }: Describing,
  team: Conversation,
  teamId: string,
): Promise<readonly Conversation[]> => {
  const answer: unknown = dataOrThrow(
    await call(team.serviceUrl, ({ teams }) => teams.fetchChannelList(teamId)),
  );
  const list = listSchema.safeParse(answer).data?.conversations ?? [];
  const channels = list.map(
    ({ id, name }): Conversation => ({
      ...team,
      id: storable(id),
      kind: 'channel',
      teamId,
      name: storable(name ?? (id === teamId ? 'General' : id)),
    }),
  );
  await references.keep(channels);
  return channels;
};

const nameOf = async (describing: Describing, conversation: Conversation): Promise<string> => {
  const { teamId, name, id, kind } = conversation;
  if (name !== null) return name;
  if (kind !== 'channel' || teamId === null) return kind === 'personal' ? 'direct message' : 'chat';
  const channels = await channelsOfTeam(describing, conversation, teamId);
  return channels.find((channel) => channel.id === id)?.name ?? id;
};

/** A room, and whose people are in it: by the roster, never by its name or id. */
export const describeChannel = async (
  describing: Describing,
  channel: ChannelRef,
): Promise<ChannelProfile> => {
  const { references, roster, ownTenant } = describing;
  const conversation = await references.find(channel.channel);
  if (conversation === null || conversation.workspace !== channel.workspace)
    throw new PlatformRefused('unknown_conversation');
  const members = await roster.members(channel);
  const homes = new Set(members.map((member) => homeOf(member, channel.workspace)));
  const others = [...homes].filter((home) => home !== channel.workspace && home !== ownTenant);
  const isTheirs = channel.workspace !== ownTenant;
  const connected = others.filter((home) => !isGuestHome(home));
  return {
    name: await nameOf(describing, conversation),
    isExternallyShared: isTheirs || connected.length > 0,
    isArchived: false,
    isMember: true,
    connectedHomes: isTheirs ? [channel.workspace, ...connected] : connected,
    guestHomes: others.filter(isGuestHome),
  };
};

/** Every room we know of, and every channel of the teams we are in. */
export const channelsOf = async (
  describing: Describing,
  workspace: string,
): Promise<readonly string[]> => {
  const known = await describing.references.inWorkspace(workspace);
  const rooms = new Set(known.filter(({ kind }) => kind !== 'channel').map(({ id }) => id));
  const teams = new Map<string, Conversation>();
  for (const conversation of known)
    if (conversation.kind === 'channel') {
      if (conversation.teamId === null) rooms.add(conversation.id);
      else if (!teams.has(conversation.teamId)) teams.set(conversation.teamId, conversation);
    }
  for (const [teamId, team] of teams)
    try {
      for (const { id } of await channelsOfTeam(describing, team, teamId)) rooms.add(id);
    } catch (error) {
      // A team we were taken out of must not hide the others.
      if (!(error instanceof PlatformRefused)) throw error;
    }
  return [...rooms];
};

/** Without Graph an organisation has no name for us but its people's mail domain. */
export const describeHome = (roster: Roster, home: string): HomeProfile => {
  const domain = roster.domainOf(home);
  return { name: domain ?? home, domain };
};
