import { type Text, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Card } from './card';

/** What a poor rating asks of the team, with the way to say that it was done. */
export const recoveryCard = (ticket: Ticket, taskId: string, asked: Text): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'warning',
  blocks: [
    { kind: 'text', text: asked },
    {
      kind: 'buttons',
      buttons: [
        {
          kind: 'button',
          label: 'Made good',
          style: 'primary',
          action: 'complete-recovery',
          subject: { ticketId: ticket.id, version: ticket.version, about: taskId },
        },
      ],
    },
  ],
  fallback: toPlain(asked),
});

/** The same place once it was made good: nothing is left to press. */
export const recoveredCard = (done: Text, score: number | null): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'good',
  blocks: [
    { kind: 'text', text: done },
    ...(score === null
      ? []
      : [{ kind: 'text', text: words(`It was rated ${score} of 5.`), muted: true } as const]),
  ],
  fallback: toPlain(done),
});
