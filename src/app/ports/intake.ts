import type { IntakeDecision, IntakeReason } from '../../domain/chatter';
import type { Message, Ticket } from '../../domain/ticket';

export interface IntakeStore {
  /** Why a message did or did not become a ticket; the newest decision of a message counts. */
  record(decision: IntakeDecision): Promise<void>;
  latest(messageId: string): Promise<IntakeDecision | null>;
  /** Newest messages of a room that did not become tickets, each with its standing decision. */
  skipped(
    channelId: string,
    limit: number,
  ): Promise<readonly { readonly message: Message; readonly reason: IntakeReason }[]>;
  /** The ticket a person's unthreaded follow-up joins: opened by them in this channel near then. */
  joinable(
    channelId: string,
    contactId: string,
    at: Date,
    windowSec: number,
  ): Promise<Ticket | null>;
  /** What a member answers who writes in a chat, which has no threads: who waited last, else the newest. */
  openInChat(channelId: string): Promise<Ticket | null>;
  /** Two first messages of one thread or person at once must queue. */
  serialise(channelId: string): Promise<void>;
  /** A message and whatever changes it must queue, whichever way they come. */
  serialiseMessage(channelId: string, platformId: string): Promise<void>;
}
