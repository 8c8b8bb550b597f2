import type { Actor } from '../../domain/actor';
import type { ChatUser, ThreadRef } from '../ports/chat-event';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';
import type { IntakeRules } from './places';

/** A command somebody typed, with what stood behind its verb. */
export interface Asked {
  readonly tx: Tx;
  readonly learned: Learned;
  readonly rules: IntakeRules;
  readonly actor: Actor;
  readonly user: ChatUser;
  readonly place: ThreadRef;
  readonly words: string;
}
