import { DeskError, isToBeTold } from '../../domain/errors';
import { toPlain } from '../../domain/text';
import type { Desk } from '../desk';
import type { ChatEvent } from '../ports/chat-event';
import type { ChatPlatform } from '../ports/chat-platform';
import type { Installations } from '../ports/installations';
import type { InboxLease, InboxRow, Leased } from '../ports/queues';
import type { Tx } from '../ports/store';
import { askerOf, isActing } from './act';
import { type Asker, refusal, threadErrand, whisper } from './answer';
import { handleEvent } from './handle-event';
import { Learned, NeedsLookup } from './lookup';
import type { IntakeRules } from './places';
import { typedWords } from './submit-form';
import { publicWords } from './triage-thread';

export interface Intake {
  readonly desk: Desk;
  readonly inbox: InboxLease;
  readonly triageChannelName: string;
  readonly installations: Pick<Installations, 'revoke'>;
}

/** A row never needs more: a person, a room, an organisation, a second person, five names, ten files. */
const MOST_LOOKUPS = 20;

const newsIn = (platform: ChatPlatform, row: InboxRow): readonly ChatEvent[] =>
  platform
    .decode(row.raw)
    .filter((event) => event.kind !== 'message' || event.message.echoOf === null);

/**
 * Not for us, or our own post coming back: nothing to do, so it is worth no transaction. Half of
 * all rows are. Throws what decoding throws.
 */
export const isNoNews = (platform: ChatPlatform, row: InboxRow): boolean =>
  newsIn(platform, row).length === 0;

/**
 * One inbox row, in one transaction: what it says happens, and the row is done. A refusal undoes
 * all of it and is told to the person instead. Throws for anything else: the row comes back.
 */
export const handleArrival = async (
  intake: Intake,
  platform: ChatPlatform,
  lease: Leased<InboxRow>,
): Promise<void> => {
  const { desk } = intake;
  const { row } = lease;
  const tenantId = await desk.directory.tenantOf(row.platform, row.workspace);
  const events = tenantId === null ? [] : newsIn(platform, row);
  if (tenantId === null || events.length === 0) {
    await intake.inbox.done([lease]);
    return;
  }
  // Before anything else, and again if we die on the way: the token is destroyed at once.
  for (const event of events)
    if (event.kind === 'uninstalled')
      await intake.installations.revoke(platform.name, event.workspace, event.at);
  const learned = new Learned();
  for (let lookups = 0; ; lookups += 1) {
    try {
      const rules: IntakeRules = {
        triageChannelName: intake.triageChannelName,
        newId: desk.newId,
        now: desk.clock.now(),
      };
      await desk.unitOfWork.run(tenantId, async (tx) => {
        for (const event of events) await handleEvent(tx, learned, rules, platform.name, event);
        await tx.finishInbox(lease);
      });
      break;
    } catch (error) {
      if (error instanceof NeedsLookup && lookups < MOST_LOOKUPS) {
        if (!(await learned.learnFor(events, platform, error.question))) {
          desk.log.info('room not described', { inbox: row.id, platform: row.platform });
          return intake.inbox.done([lease]);
        }
      } else if (error instanceof DeskError && isToldOf(events, error))
        return tell(intake, tenantId, lease, events, error);
      else throw error;
    }
  }
  desk.nudge();
};

/** A press that took too long is answered like a refused one. What was written comes again by itself. */
const isToldOf = (events: readonly ChatEvent[], error: DeskError): boolean =>
  error.kind !== 'unavailable' || (isToBeTold(error) && events.every(isActing));

const isCustomersWord = async (tx: Tx, event: ChatEvent): Promise<boolean> => {
  if (event.kind === 'message')
    return (await tx.desk.channel(event.message.channel))?.kind === 'CUSTOMER';
  if (event.kind === 'message-edited' || event.kind === 'message-deleted')
    return (await tx.desk.channel(event.channel))?.kind === 'CUSTOMER';
  return false;
};

/** Who waits for an answer: whoever pressed or typed, also under a triage card. */
const hearerOf = async (tx: Tx, event: ChatEvent): Promise<Asker | null> => {
  if (isActing(event)) return askerOf(event);
  if (event.kind !== 'message') return null;
  const { author, channel, threadId } = event.message;
  const room = await tx.desk.channel(channel);
  return room?.kind === 'TRIAGE' && !room.isExternallyShared
    ? { user: author, workspace: channel.workspace, place: { ...channel, threadId } }
    : null;
};

/** The refusal reaches whoever acted, and the row is done. */
const tell = async (
  intake: Intake,
  tenantId: string,
  lease: Leased<InboxRow>,
  events: readonly ChatEvent[],
  error: DeskError,
): Promise<void> => {
  const { desk } = intake;
  desk.log.info('refused', { tenant: tenantId, inbox: lease.row.id, code: error.code });
  await desk.unitOfWork.run(tenantId, async (tx) => {
    for (const event of events) {
      // What customers say can be late or odd, but never refused: it stays, and an operator is told.
      if (await isCustomersWord(tx, event)) throw error;
      const asker = await hearerOf(tx, event);
      if (asker === null) continue;
      const meant = event.kind === 'message' ? (publicWords(event.message.body) ?? []) : [];
      const typed = event.kind === 'form' ? typedWords(event) : toPlain(meant).trim();
      const answer = refusal(error, typed, asker.user.platform);
      // A whisper may be lost with us. That a customer was not answered must not be.
      const isAloud = meant.length > 0 && asker.place !== null;
      await (isAloud ? tx.send([threadErrand(asker.place, answer)]) : whisper(tx, asker, answer));
    }
    await tx.finishInbox(lease);
  });
  desk.nudge();
};
