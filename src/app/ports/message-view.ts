import type { Message } from '../../domain/ticket';

/** A message without what only the desk's own rules ask for. */
export interface MessageView extends Omit<Message, 'needsAnswer' | 'body'> {
  /** What it says, without formatting. */
  readonly plain: string;
}
