import { bold, type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { briefCard } from '../cards/brief-card';
import { say } from '../cards/notices';
import type { OpenEscalation } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { mentions } from '../tickets/mention';
import { tellTeam } from '../tickets/surfaces';
import { briefOfTicket } from './brief-of-ticket';

/** One for each time somebody is asked. */
const askSurface = ({ id, askedAt }: OpenEscalation): string => `ask:${id}:${askedAt.getTime()}`;

/** Names of several, as one says them. */
export const namesOf = (
  people: readonly { readonly id: string; readonly name: string }[],
  ids: readonly string[],
): string => ids.map((id) => people.find((one) => one.id === id)?.name ?? 'somebody').join(', ');

/** Calls whoever is asked, and shows them what is known with *Accept* and *Decline*. */
export const askPeople = async (
  tx: Tx,
  ticket: Ticket,
  open: OpenEscalation,
  levelName: string,
): Promise<void> => {
  const { zone } = await tx.desk.tenant();
  const where = open.isFallback
    ? ` (you are the fall-back for level ${open.fromLevel})`
    : ` (level ${open.level}, ${levelName})`;
  await tellTeam(
    tx,
    ticket,
    say(
      words(
        ...(await mentions(tx, ticket, open.memberIds)),
        ', ',
        bold(open.byName),
        ` escalated this to you${where}: ${open.reason}`,
      ),
    ),
  );
  const headline = words(
    bold('Will you take it?'),
    ' Please answer by ',
    time(open.dueAt, zone),
    '.',
  );
  const question = { escalationId: open.id, headline, isOpen: true };
  const brief = await briefOfTicket(tx, ticket);
  await tellTeam(tx, ticket, briefCard({ ticket, brief, zone, question }), {
    surface: askSurface(open),
  });
};

/** A question that is answered keeps its facts and loses its buttons. */
export const retireQuestion = async (
  tx: Tx,
  ticket: Ticket,
  open: OpenEscalation,
  headline: Text,
): Promise<void> => {
  const surface = askSurface(open);
  if (!(await tx.isShown(surface))) return;
  const { zone } = await tx.desk.tenant();
  const question = { escalationId: open.id, headline, isOpen: false };
  const brief = await briefOfTicket(tx, ticket);
  await tellTeam(tx, ticket, briefCard({ ticket, brief, zone, question }), {
    kind: 'edit',
    surface,
  });
};
