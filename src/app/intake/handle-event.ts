import type { ChannelRef, ChatEvent, ChatMessage, Platform } from '../ports/chat-event';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { act } from './act';
import { answerWord } from './answer-word';
import { deleteMessage, editMessage, recordReaction } from './change-message';
import { changeSpoken } from './change-spoken';
import { changeChannel } from './channel-changes';
import type { Learned } from './lookup';
import { makeTicketFrom } from './make-ticket';
import { withNames } from './names';
import { actorOf, isColleague } from './people';
import { channelOf, type IntakeRules } from './places';
import { receiveMessage } from './receive-message';
import { restoreMessage } from './restore-message';
import { hearTriageThread } from './triage-thread';

/** A message's own emoji that asks for a ticket. */
const TICKET_EMOJI = new Set(['ticket', 'admission_tickets']);

const react = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  event: Extract<ChatEvent, { kind: 'reaction' }>,
): Promise<void> => {
  const channel = await channelOf(tx, learned, rules, event.channel);
  if (channel?.kind !== 'CUSTOMER') return;
  const message = await tx.messages.findByPlatformId(channel.id, event.id);
  if (message === null) return;
  if (message.ticketId !== null || !event.added || !TICKET_EMOJI.has(event.name))
    return recordReaction(tx, rules, message, event);
  const actor = await actorOf({
    tx,
    learned,
    rules,
    user: event.user,
    workspace: event.channel.workspace,
  });
  const mode = channel.intakeMode ?? (await tx.desk.tenant()).defaultIntakeMode;
  const byCustomer = actor.kind === 'contact' && mode !== 'OFF' && mode !== 'SHORTCUT';
  if (!byCustomer && !(actor.kind === 'member' && actor.active)) return;
  await makeTicketFrom(tx, rules, actor, message.id);
};

/** Where commands are typed as messages, a customer who writes "help" asks for help. */
const isCustomersSentence = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  { said, user, place }: Extract<ChatEvent, { kind: 'command' }>,
): Promise<boolean> => {
  if (said === undefined) return false;
  const channel = await channelOf(tx, learned, rules, place);
  if (channel?.kind !== 'CUSTOMER') return false;
  const met = { tx, learned, rules, user, workspace: place.workspace };
  return (await actorOf(met)).kind !== 'member';
};

/** The room, where what is said is for us: a customer's, or the team's own. */
const heardIn = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  place: ChannelRef,
): Promise<Channel | null> => {
  const channel = await channelOf(tx, learned, rules, place);
  const isTeams = channel?.kind === 'TRIAGE' && !channel.isExternallyShared;
  return channel?.kind === 'CUSTOMER' || isTeams ? channel : null;
};

/** In rooms that nothing is heard from, a word of ours to the desk is answered all the same. */
const answerElsewhere = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  message: ChatMessage,
): Promise<void> => {
  if (!message.mentionsUs) return;
  const met = {
    ...{ tx, learned, rules },
    ...{ user: message.author, workspace: message.channel.workspace },
  };
  if (await isColleague(met)) await answerWord(tx, message);
};

/** What an event says happens. Throws `NeedsLookup` where it names what nobody here has met. */
export const handleEvent = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  platform: Platform,
  event: ChatEvent,
): Promise<void> => {
  switch (event.kind) {
    case 'message': {
      const { message } = event;
      const channel = await heardIn(tx, learned, rules, message.channel);
      if (channel === null) return answerElsewhere(tx, learned, rules, message);
      const body = await withNames(tx, learned, message.channel, message.author, message.body);
      const hear = channel.kind === 'CUSTOMER' ? receiveMessage : hearTriageThread;
      return hear(tx, learned, rules, channel, { ...message, body });
    }
    case 'message-edited': {
      const channel = await heardIn(tx, learned, rules, event.channel);
      if (channel === null) return;
      const body = await withNames(tx, learned, event.channel, event.author, event.body);
      const change = channel.kind === 'CUSTOMER' ? editMessage : changeSpoken;
      return change(tx, rules, channel, { ...event, body });
    }
    case 'message-deleted': {
      const channel = await heardIn(tx, learned, rules, event.channel);
      if (channel === null) return;
      const change = channel.kind === 'CUSTOMER' ? deleteMessage : changeSpoken;
      return change(tx, rules, channel, event);
    }
    case 'message-restored': {
      const channel = await channelOf(tx, learned, rules, event.channel);
      return channel?.kind === 'CUSTOMER' ? restoreMessage(tx, rules, channel, event) : undefined;
    }
    case 'reaction':
      return react(tx, learned, rules, event);
    case 'command':
      return (await isCustomersSentence(tx, learned, rules, event)) && event.said !== undefined
        ? handleEvent(tx, learned, rules, platform, { kind: 'message', message: event.said })
        : act(tx, learned, rules, event);
    case 'button':
    case 'form':
    case 'make-ticket':
    case 'home-opened':
      return act(tx, learned, rules, event);
    case 'channel':
      return changeChannel(tx, learned, rules, event.channel, event.change);
    case 'user-changed': {
      const known = await tx.people.identity(
        event.user.platform,
        event.user.home ?? event.workspace,
        event.user.userId,
      );
      if (known?.kind === 'member')
        await tx.people.saveMember({
          ...known.member,
          name: event.name,
          active: known.member.active && event.active,
        });
      if (known?.kind === 'contact')
        await tx.people.renameContact(known.contact.id, event.name, known.contact.zone);
      return;
    }
    case 'uninstalled':
      // The installation was revoked before this transaction began.
      return;
    case 'gap':
      // Nothing to note: only what was read back counts as covered, so the reconciler finds it.
      return;
    default:
      event satisfies never;
  }
};
