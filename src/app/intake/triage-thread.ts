import { actorOfMember } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import { bold, type Text, toPlain, words } from '../../domain/text';
import { filesIn } from '../cards/files';
import { say } from '../cards/notices';
import type { ChatMessage } from '../ports/chat-event';
import { PlatformBusy } from '../ports/chat-platform';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { noteIn, replyIn } from '../tickets/speak';
import { tellTeam, ticketOfCard } from '../tickets/surfaces';
import { answerWord } from './answer-word';
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

const NOT_CARRIED = 'A file under a card does not go to the customer.';
const ATTACH_THERE = 'Attach it in the customer’s own thread: it counts as your answer there.';

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
  if (message.threadId === message.id) return answerWord(tx, message);
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
  const actor = actorOfMember(member);
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
  if (open === null) {
    if (message.body.length > 0) await noteIn(tx, said, rules.now);
    return;
  }
  if (message.files.length > 0 && toPlain(open).trim() === '')
    throw new DeskError('refused', 'FILES_STAY', NOT_CARRIED, ATTACH_THERE);
  const { ticket } = await replyIn(tx, said, rules.now);
  if (message.files.length > 0)
    await tellTeam(
      tx,
      ticket,
      say(words(filesIn(message.files), '\n', bold(NOT_CARRIED), ` ${ATTACH_THERE}`)),
    );
};
