import { z } from 'zod';
import type { ChannelRef } from '../../src/app/ports/chat-event';
import { type ChatProfile, PlatformRefused } from '../../src/app/ports/chat-platform';
import type { Conversation } from '../../src/app/ports/conversations';
import type { Clock } from '../../src/app/ports/log';
import { storable } from '../../src/domain/text';
import { type Answer, type Call, readingError } from './call';
import type { References } from './references';

const str = z.string().optional().catch(undefined);
const memberSchema = z.looseObject({
  id: z.string(),
  name: str,
  aadObjectId: str,
  objectId: str,
  email: str,
  userPrincipalName: str,
  tenantId: str,
  userRole: str,
});
const pageSchema = z.looseObject({
  members: z.array(memberSchema).default([]),
  continuationToken: str,
});
export type RosterMember = z.infer<typeof memberSchema>;

const PAGE = 500;
const MAX_PAGES = 10;
const CACHE_MS = 600_000;
const MAX_CACHED = 20_000;

export const dataOrThrow = <T>(answer: Answer<T>): T => {
  if (answer.ok) return answer.data;
  throw readingError(answer.failure);
};

const userIdOf = (member: RosterMember): string =>
  storable(member.aadObjectId ?? member.objectId ?? member.id);

/** A guest's sign-in name hides the real address: hank_umbrella.example#EXT#@vendor.onmicrosoft.com. */
const domainOf = (member: RosterMember): string | null => {
  const signIn = (member.userPrincipalName ?? member.email ?? '').toLowerCase();
  const guest = /_([a-z0-9.-]+\.[a-z]{2,})#ext#@/.exec(signIn)?.[1];
  const own = guest ?? /@([a-z0-9.-]+\.[a-z]{2,})$/.exec(member.email ?? signIn)?.[1];
  return own === undefined ? null : storable(own.toLowerCase());
};

/** A guest account only: whoever speaks from a tenant of their own is at home there. */
const isGuest = (member: RosterMember): boolean =>
  member.userRole === 'guest' || member.userRole === 'anonymous';

/** A guest's organisation has no tenant id here: its domain stands for it. */
const GUEST_HOME = 'guest:';
export const isGuestHome = (home: string): boolean => home.startsWith(GUEST_HOME);

export const homeOf = (member: RosterMember, workspace: string): string => {
  if (member.tenantId !== undefined && member.tenantId !== workspace)
    return storable(member.tenantId);
  const domain = member.userRole === 'guest' ? domainOf(member) : null;
  return domain === null ? workspace : `${GUEST_HOME}${domain}`;
};

const profileOf = (member: RosterMember, workspace: string): ChatProfile => ({
  userId: userIdOf(member),
  name: storable(member.name ?? member.id),
  // Somebody's own tenant, also in a room that another one hosts.
  home: storable(member.tenantId ?? workspace),
  isBot: member.id.startsWith('28:'),
  isGuest: isGuest(member),
  // Where the roster tells who owns the team; most do not.
  isWorkspaceAdmin: member.userRole === 'owner' && !isGuest(member),
  active: true,
  avatarUrl: null,
  zone: null,
  email: null,
});

export interface Roster {
  describeUser(workspace: string, userId: string): Promise<ChatProfile>;
  members(channel: ChannelRef): Promise<readonly RosterMember[]>;
  /** The mail domain an organisation was seen with; null while nobody of it was. */
  domainOf(home: string): string | null;
}

/** Who is in a room, as the connector tells it. Their own tenant is told here and nowhere else. */
export const createRoster = (call: Call, references: References, clock: Clock): Roster => {
  const profiles = new Map<string, { readonly profile: ChatProfile; readonly at: number }>();
  const domains = new Map<string, string>();
  const remember = (member: RosterMember, workspace: string): ChatProfile => {
    const profile = profileOf(member, workspace);
    if (profiles.size >= MAX_CACHED) profiles.clear();
    profiles.set(`${workspace} ${userIdOf(member)}`, { profile, at: clock.now().getTime() });
    const domain = domainOf(member);
    if (domain !== null && domains.size < MAX_CACHED)
      domains.set(homeOf(member, workspace), domain);
    return profile;
  };
  const known = async (room: string): Promise<Conversation> => {
    const conversation = await references.find(room);
    if (conversation === null) throw new PlatformRefused('unknown_conversation');
    return conversation;
  };
  return {
    describeUser: async (workspace, userId) => {
      const cached = profiles.get(`${workspace} ${userId}`);
      if (cached !== undefined && clock.now().getTime() - cached.at < CACHE_MS)
        return cached.profile;
      const address = await references.address(workspace, userId);
      if (address === null) throw new PlatformRefused('unknown_user');
      const conversation = await known(address.metIn);
      const answer = await call(conversation.serviceUrl, ({ conversations }) =>
        conversations.getConversationMember(conversation.id, address.accountId),
      );
      if (!answer.ok && answer.failure.kind === 'refused' && answer.failure.status === 404)
        // Gone from the room meanwhile: nobody can say whose person it was, so never a colleague.
        return {
          ...profileOf({ id: address.accountId, userRole: 'guest' }, workspace),
          active: false,
        };
      const member = memberSchema.safeParse(dataOrThrow(answer));
      if (!member.success) throw new PlatformRefused('unreadable_member');
      return remember(member.data, workspace);
    },
    members: async (channel) => {
      const conversation = await known(channel.channel);
      const found: RosterMember[] = [];
      let next: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const continuationToken = next;
        const answer: Answer<unknown> = await call(conversation.serviceUrl, ({ conversations }) =>
          continuationToken === undefined
            ? conversations.getConversationPagedMembers(conversation.id)
            : conversations.getConversationPagedMembers(conversation.id, {
                pageSize: PAGE,
                continuationToken,
              }),
        );
        const read = pageSchema.safeParse(dataOrThrow(answer));
        if (!read.success) throw new PlatformRefused('unreadable_roster');
        found.push(...read.data.members);
        next = read.data.continuationToken;
        if (next === undefined || next === '') break;
      }
      const people = found.filter(({ id }) => !id.startsWith('28:'));
      for (const member of people) remember(member, channel.workspace);
      await references.learnPeople(
        people.map((member) => ({
          platform: 'teams',
          workspace: channel.workspace,
          userId: userIdOf(member),
          accountId: storable(member.id),
          metIn: conversation.id,
          personal: null,
        })),
      );
      return people;
    },
    domainOf: (home) =>
      isGuestHome(home) ? home.slice(GUEST_HOME.length) : (domains.get(home) ?? null),
  };
};

export const rosterUserId = userIdOf;
