import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import type { Text } from '../../domain/text';
import type { ChatMessage } from '../ports/chat-event';
import { PlatformBusy } from '../ports/chat-platform';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { noteIn, replyIn } from '../tickets/speak';
import { ticketOfCard } from '../tickets/surfaces';
import type { Learned } from './lookup';
import { enrolAgent } from './people';
import type { IntakeRules } from './places';

/** Only an explicit verb makes words public; everything else said under a card stays inside. */
const PUBLIC_VERB = /^\s*(?:!reply(?::|(?=\s|$))|reply:|public:)\s*/i;

/** The words behind the public verb, or null if there is none. */
export const publicWords = (body: Text): Text | null => {
  const [first, ...rest] = body;
  if (first?.kind !== 'plain' || !PUBLIC_VERB.test(first.text)) return null;
  const text = first.text.replace(PUBLIC_VERB, '');
  return text === '' ? rest : [{ kind: 'plain', text }, ...rest];
};

const LOOK_AGAIN_MS = 3_000;

/**
 * A thread of no card we know. If a card's posting is still being looked up it may be that one, so
 * the words wait. A reply meant for a customer is never dropped in silence.
 */
const hearUnknownThread = async (tx: Tx, message: ChatMessage): Promise<void> => {
  if (await tx.awaitsCard(message.channel))
    throw new PlatformBusy(LOOK_AGAIN_MS, 'a card is still being looked for');
  if (publicWords(message.body) !== null)
    throw new DeskError(
      'refused',
      'NO_TICKET_IN_THIS_THREAD',
      'This thread belongs to no ticket, so nothing was sent.',
      "Write it under the ticket's own card.",
    );
};

/** What the team says under a triage card: a note, or with the verb a reply to the customer. */
export const hearTriageThread = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  room: Channel,
  message: ChatMessage,
): Promise<void> => {
  if (message.threadId === message.id) return;
  const surface = await tx.surfaceAt({ ...message.channel, id: message.threadId });
  const ticketId = surface === null ? null : ticketOfCard(surface);
  if (ticketId === null) return hearUnknownThread(tx, message);
  const member = await enrolAgent({
    tx,
    learned,
    rules,
    user: message.author,
    workspace: message.channel.workspace,
  });
  if (member === null) return;
  const actor: Actor = {
    kind: 'member',
    memberId: member.id,
    name: member.name,
    role: member.role,
    active: member.active,
  };
  const open = publicWords(message.body);
  const said = {
    ticketId,
    expectedVersion: null,
    actor,
    memberId: member.id,
    body: open ?? message.body,
    newId: rules.newId,
    spokenAs: { channelId: room.id, platformId: message.id },
  };
  if (open === null && message.body.length === 0) return;
  await (open === null ? noteIn(tx, said, rules.now) : replyIn(tx, said, rules.now));
};
