import { type Actor, memberIdOf } from '../../domain/actor';
import { addWorkingTime } from '../../domain/business-calendar';
import { DeskError, notFound } from '../../domain/errors';
import { bold, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import { recoveredCard, recoveryCard } from '../cards/recovery-card';
import { timeRulesOf } from '../care/time-rules';
import type { Rating } from '../ports/feedback';
import type { Member } from '../ports/records';
import type { Tx } from '../ports/store';
import { mention } from '../tickets/mention';
import { requirePermission } from '../tickets/requirements';
import { tellTeam } from '../tickets/surfaces';

const LEADS: readonly Member['role'][] = ['SUPERVISOR', 'ADMIN'];

/** A supervisor who did not work on it, the least busy first; else an administrator, else its owner. */
const ownerOf = async (tx: Tx, ticket: Ticket): Promise<string | null> => {
  const busy = await tx.feedback.openTasks();
  const members = (await tx.people.members()).filter(({ active }) => active);
  const [lead] = members
    .filter(({ id, role }) => LEADS.includes(role) && id !== ticket.assigneeId)
    .sort(
      (one, other) =>
        LEADS.indexOf(one.role) - LEADS.indexOf(other.role) ||
        (busy.get(one.id) ?? 0) - (busy.get(other.id) ?? 0) ||
        (one.id < other.id ? -1 : 1),
    );
  return lead?.id ?? ticket.assigneeId;
};

const surfaceOf = (taskId: string): string => `recovery:${taskId}`;

/** A poor rating is somebody's to make good, by a time in open hours. */
export const openRecovery = async (
  tx: Tx,
  ticket: Ticket,
  rating: Rating,
  ratedBy: string,
  now: Date,
): Promise<void> => {
  const { recoveryHours } = await tx.feedback.settings();
  const { calendar, zones } = (await timeRulesOf(tx, ticket, now)).hours;
  const task = {
    id: tx.newId(),
    ticketId: ticket.id,
    ratingId: rating.id,
    ownerId: await ownerOf(tx, ticket),
    openedAt: now,
    dueAt: addWorkingTime(calendar, zones, now, recoveryHours * 3600),
    lateAt: null,
    doneAt: null,
    doneById: null,
    outcome: null,
  };
  await tx.feedback.insertTask(task);
  const { zone } = await tx.desk.tenant();
  const owner = task.ownerId === null ? bold('Team') : await mention(tx, ticket, task.ownerId);
  const asked = words(
    'For ',
    owner,
    ': ',
    bold(ratedBy),
    ` rated this with ${rating.score ?? 0} of 5. Find out what went wrong and make it good by `,
    time(task.dueAt, zone),
    '.',
  );
  const card = recoveryCard(ticket, task.id, asked);
  await tellTeam(tx, ticket, { kind: 'card', as: null, card }, { surface: surfaceOf(task.id) });
};

export interface RecoveryDone {
  readonly actor: Actor;
  readonly taskId: string;
  readonly outcome: string;
}

const LONGEST = 2000;

/** It was made good. Throws DeskError. */
export const completeRecoveryIn = async (
  tx: Tx,
  { actor, taskId, outcome }: RecoveryDone,
  now: Date,
): Promise<void> => {
  requirePermission(actor, 'complete-recovery');
  const task = await tx.feedback.task(taskId);
  const ticket = task === null ? null : await tx.tickets.find(task.ticketId);
  if (task === null || ticket === null) throw notFound('recovery task');
  if (task.doneAt !== null)
    throw new DeskError('refused', 'ALREADY_DONE', 'That has been made good already.');
  if ([...outcome].length > LONGEST)
    throw new DeskError(
      'invalid',
      'TEXT_TOO_LONG',
      `That is longer than ${LONGEST} characters.`,
      null,
      ['outcome'],
    );
  const doneById = memberIdOf(actor);
  const said = outcome.trim() === '' ? null : outcome.trim();
  await tx.feedback.saveTask({ ...task, doneAt: now, doneById, outcome: said });
  const told = words(
    bold(actor.name),
    said === null ? ' made this good.' : ` made this good: ${said}`,
  );
  const surface = surfaceOf(task.id);
  // A task from before its card was a place of its own.
  if (!(await tx.isShown(surface))) return tellTeam(tx, ticket, say(told));
  const rating = await tx.feedback.ratingOf(ticket.id);
  const card = recoveredCard(told, rating?.score ?? null);
  await tellTeam(tx, ticket, { kind: 'card', as: null, card }, { kind: 'edit', surface });
};

/** Nobody made it good in time: its owner hears of it once. */
export const remindOfRecovery = async (tx: Tx, ticketId: string, now: Date): Promise<void> => {
  const ticket = await tx.tickets.lock(ticketId);
  if (ticket === null) return;
  const { zone } = await tx.desk.tenant();
  for (const task of await tx.feedback.overdueTasks(ticketId, now)) {
    await tx.feedback.saveTask({ ...task, lateAt: now });
    const owner = task.ownerId === null ? bold('Team') : await mention(tx, ticket, task.ownerId);
    await tellTeam(
      tx,
      ticket,
      say(
        words(
          owner,
          ', the bad rating is not made good yet: it was due ',
          time(task.dueAt, zone),
          '.',
        ),
      ),
    );
  }
};
