import type { Signal, SignalKind } from '../../domain/signal';
import { time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Block } from './card';

export const SIGNAL_WORDS: Readonly<Record<SignalKind, string>> = {
  REPEAT_PING: 'wrote again',
  ASKS_FOR_NEWS: 'asks for news',
  CALLS_EVERYBODY: 'calls everybody',
  SHOUTING: 'shouting',
  THIRD_OF_CAUSE: 'recurring cause',
  REOPENED: 'opened again',
};

/** What warns of a ticket, each with its reason and a way to say that it was looked at. */
export const signalBlocks = (
  ticket: Ticket,
  signals: readonly Signal[],
  zone: string,
): readonly Block<'team'>[] => {
  if (signals.length === 0) return [];
  const lines = signals.map((signal, at) =>
    words(
      at === 0 ? '⚠️ ' : '\n⚠️ ',
      signal.reason,
      ' · ',
      time(signal.lastAt, zone),
      // That it was opened again says itself how often.
      signal.count === 1 || signal.kind === 'REOPENED' ? '' : ` · ${signal.count} times`,
    ),
  );
  return [
    { kind: 'text', text: words(...lines) },
    {
      kind: 'buttons',
      buttons: signals.map(({ id, kind }) => ({
        kind: 'button',
        label: `Dismiss: ${SIGNAL_WORDS[kind]}`,
        style: 'plain',
        action: 'dismiss-signal',
        subject: { ticketId: ticket.id, version: ticket.version, about: id },
      })),
    },
  ];
};
