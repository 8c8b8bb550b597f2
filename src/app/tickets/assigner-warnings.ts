import { burdenOf } from '../../domain/assignment';
import { type Colleague, isFree } from '../../domain/escalation-path';
import { type Text, time, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import { colleaguesFor, peopleFrom, spelledPath } from '../escalation/roster';
import type { Tx } from '../ports/store';

/** What whoever named somebody should know. It was done all the same. */
export interface Warning {
  readonly code: 'FULL' | 'OFF_SHIFT';
  readonly message: string;
  readonly hint: string | null;
}

const MOST_ALTERNATIVES = 5;

/** Who of the same queue could take it now, whoever has least first. */
export const freeNow = async (
  tx: Tx,
  ticket: Ticket,
  exceptId: string,
  now: Date,
): Promise<readonly Colleague[]> => {
  const kept = await tx.escalations.path(ticket.queueId);
  if (kept === null) return [];
  const ids = peopleFrom(spelledPath(kept), 0).filter((id) => id !== exceptId);
  const people = await colleaguesFor(tx, ticket.queueId, ids);
  return people
    .filter((one) => isFree(one, zoneClock, now))
    .toSorted((one, other) => one.load - other.load)
    .slice(0, MOST_ALTERNATIVES);
};

const backWords = (backAt: Date | null, zone: string): Text =>
  backAt === null ? words('.') : words(' until ', time(backAt, zone), '.');

/** Asked before the ticket is theirs, so that it does not count itself. */
export const assignerWarnings = async (
  tx: Tx,
  ticket: Ticket,
  memberId: string,
  now: Date,
): Promise<readonly Warning[]> => {
  const [named] = await tx.roster.colleagues([memberId]);
  const burden = named === undefined ? null : burdenOf(named, zoneClock, now);
  if (named === undefined || burden === null) return [];
  const { zone } = await tx.desk.tenant();
  const free = await freeNow(tx, ticket, memberId, now);
  const names = free.map(({ name }) => name).join(', ');
  const hint =
    names === '' ? 'Nobody else of this queue is on shift and free.' : `Free now: ${names}.`;
  const warnings: Warning[] = [];
  if (burden.offShift !== null) {
    const back = backWords(burden.offShift.backAt, zone);
    const message = toPlain(words(`${named.name} is off shift`, back));
    warnings.push({ code: 'OFF_SHIFT', message, hint });
  }
  if (burden.full !== null) {
    const { load, capacity } = burden.full;
    const message = `${named.name} is full: ${load} open, ${capacity} at most.`;
    warnings.push({ code: 'FULL', message, hint });
  }
  return warnings;
};
