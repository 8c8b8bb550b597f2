import { type Actor, actorOfMember } from '../../domain/actor';
import { storable } from '../../domain/text';
import type { ChannelRef, ChatUser } from '../ports/chat-event';
import type { Channel, Contact, Identity, Member } from '../ports/records';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';
import { customerOf, type IntakeRules } from './places';

/** Who wrote a message in a customer's room. */
export type Author =
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'bot' }
  | { readonly kind: 'ignored' };

/** A customer's own organisation may have installed us too: only ours makes colleagues. */
const isOurHome = async ({ tx, user }: Met, home: string): Promise<boolean> =>
  (await tx.desk.workspace(user.platform, home))?.isOurs === true;

const asAuthor = (identity: Identity): Author => identity;

/** Somebody met in an arrival. */
export interface Met {
  readonly tx: Tx;
  readonly learned: Learned;
  readonly rules: IntakeRules;
  readonly user: ChatUser;
  readonly workspace: string;
}

const homeOf = ({ learned, user, workspace }: Met): string =>
  user.home ?? learned.user(workspace, user.userId, null).home ?? workspace;

const enrol = async (
  met: Met,
  home: string,
  role: Member['role'],
  active: boolean,
): Promise<Member> => {
  const { tx, learned, rules, user } = met;
  const profile = learned.user(met.workspace, user.userId, home);
  const member: Member = {
    id: rules.newId(),
    tenantId: tx.tenantId,
    name: storable(profile.name),
    role,
    active,
    deactivatedByHand: false,
    queueIds: [],
    avatarUrl: profile.avatarUrl,
    zone: profile.zone,
  };
  await tx.people.insertMember(member, user.platform, home, user.userId);
  return member;
};

const meetContact = async (
  met: Met,
  home: string,
  channel: Channel | null,
  isGuest: boolean,
): Promise<Contact | null> => {
  const { tx, learned, rules, user, workspace } = met;
  const customerId = isGuest
    ? (channel?.customerId ?? null)
    : (await customerOf(tx, learned, rules, { platform: user.platform, workspace, home })).id;
  const profile = learned.user(workspace, user.userId, home);
  if (customerId === null || profile.isBot) return null;
  const contact: Contact = {
    id: rules.newId(),
    tenantId: tx.tenantId,
    customerId,
    name: storable(profile.name),
    zone: profile.zone,
  };
  await tx.people.insertContact(contact, user.platform, home, user.userId);
  return contact;
};

/**
 * Customer or one of us, by home workspace and directory, never by display name (I4). The
 * override list comes first; then whoever is at home where the desk is installed is ours, guests
 * there belong to the room's customer, and everybody else is a customer.
 */
export const authorOf = async (met: Met, channel: Channel | null): Promise<Author> => {
  const { tx, learned, user, workspace } = met;
  if (user.isBot) return { kind: 'bot' };
  const home = homeOf(met);
  const known = await tx.people.identity(user.platform, home, user.userId);
  if (known !== null) return asAuthor(known);
  const ours = await isOurHome(met, home);
  const profile = learned.user(workspace, user.userId, home);
  if (profile.isBot) return { kind: 'bot' };
  if (ours && !profile.isGuest)
    return { kind: 'member', member: await enrol(met, home, 'AGENT', false) };
  const contact = await meetContact(met, home, channel, ours);
  return contact === null ? { kind: 'ignored' } : { kind: 'contact', contact };
};

/** Whoever is let into the triage room is an agent; who runs the chat workspace, a supervisor. */
export const enrolAgent = async (met: Met): Promise<Member | null> => {
  const { tx, learned, user, workspace } = met;
  const home = homeOf(met);
  const known = await tx.people.identity(user.platform, home, user.userId);
  if (known?.kind === 'member' && known.member.active) return known.member;
  if (known !== null && known.kind !== 'member') return null;
  if (!(await isOurHome(met, home))) return null;
  const profile = learned.user(workspace, user.userId, home);
  if (profile.isBot || profile.isGuest || !profile.active) return null;
  const role: Member['role'] = profile.isWorkspaceAdmin ? 'SUPERVISOR' : 'AGENT';
  if (known === null) return enrol(met, home, role, true);
  if (known.member.deactivatedByHand) return null;
  // Whom an administrator made a partner stays one.
  const kept = known.member.role === 'PARTNER' ? 'PARTNER' : role;
  const member = { ...known.member, role: kept, active: true } as const;
  await tx.people.saveMember(member);
  return member;
};

/** Who is in a room that has become the triage room need not speak there first. */
export const enrolMembers = async (met: Omit<Met, 'user'>, room: ChannelRef): Promise<void> => {
  const { platform } = room;
  for (const userId of met.learned.members(room))
    await enrolAgent({ ...met, user: { platform, home: null, userId, isBot: false } });
};

/** One of ours by the platform's directory: at home where the desk is, and no guest there. */
export const isColleague = async (met: Met): Promise<boolean> => {
  const home = homeOf(met);
  if (met.user.isBot || !(await isOurHome(met, home))) return false;
  const profile = met.learned.user(met.workspace, met.user.userId, home);
  return !profile.isBot && !profile.isGuest && profile.active;
};

/** Whoever runs the chat workspace or team may set the desk up before being let in anywhere. */
export const enrolWhoRuns = async (met: Met): Promise<void> => {
  if (!(await isColleague(met))) return;
  const home = homeOf(met);
  if (met.learned.user(met.workspace, met.user.userId, home).isWorkspaceAdmin)
    await enrolAgent(met);
};

/** Somebody mentioned to us: Teams then names people by another id than the one they speak under. */
export const mentioned = async (
  { tx, learned, user, workspace }: Met,
  userId: string,
): Promise<Identity | null> => {
  const known = await tx.people.identity(user.platform, workspace, userId);
  if (known !== null) return known;
  const profile = learned.user(workspace, userId, null);
  return profile.userId === undefined || profile.userId === userId
    ? null
    : tx.people.identity(user.platform, profile.home ?? workspace, profile.userId);
};

/** Who presses a button, sends a form or types a command: asked again each time. */
export const actorOf = async (met: Met): Promise<Actor> => {
  const { tx, user } = met;
  const stranger: Actor = { kind: 'stranger', name: user.userId };
  if (user.isBot) return stranger;
  const home = homeOf(met);
  const known = await tx.people.identity(user.platform, home, user.userId);
  if (known === null || known.kind === 'ignored') {
    const ours = await isOurHome(met, home);
    if (known !== null || ours) return stranger;
    const contact = await meetContact(met, home, null, false);
    return contact === null
      ? stranger
      : {
          kind: 'contact',
          contactId: contact.id,
          customerId: contact.customerId,
          name: contact.name,
        };
  }
  if (known.kind === 'member') return actorOfMember(known.member);
  const { contact } = known;
  return {
    kind: 'contact',
    contactId: contact.id,
    customerId: contact.customerId,
    name: contact.name,
  };
};
