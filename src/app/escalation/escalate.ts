import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { levelBack, whomToAsk } from '../../domain/escalation-path';
import type { EscalationCause } from '../../domain/escalation-reason';
import { bold, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { KeptLevel, KeptPath } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';
import { requirePermission } from '../tickets/requirements';
import { askPeople, namesOf, retireQuestion, tellReturned } from './ask-people';
import { rosterOf } from './roster';
import { tellAway } from './tell-new-time';

const levelOf = async (tx: Tx, kept: KeptPath, level: number): Promise<KeptLevel> => {
  const step = kept.levels.find((one) => one.level === level);
  if (step === undefined) {
    const queue = await tx.desk.queue(kept.queueId);
    throw new DeskError(
      'refused',
      'NO_SUCH_LEVEL',
      `The queue ${queue?.name ?? ''} has no level ${level}.`,
      'A supervisor can add levels with `/desk paths`.',
      ['level'],
    );
  }
  if (step.steps.length === 0 && kept.fallbackId === null)
    throw new DeskError(
      'refused',
      'LEVEL_HAS_NO_OWNER',
      `Level ${level} (${step.name}) has no owner, so nobody would hear of it.`,
      'Choose another level, or name somebody with `/desk paths`.',
      ['level'],
    );
  return step;
};

/** The clock has no name that means something to people. */
const callerOf = (actor: Actor): string => (actor.kind === 'system' ? 'The desk' : actor.name);

/**
 * Asks the people of a level, and of the next ones, to take the ticket over: a reason, a word to
 * them at once, a time by which they answer. Until somebody accepts it stays with whoever has it.
 */
export const escalateIn = async (
  tx: Tx,
  request: ChangeRequest,
  asked: {
    readonly reason: string;
    readonly level: number | null;
    /** Default: OTHER. */
    readonly because?: EscalationCause;
  },
  now: Date,
): Promise<Ticket> => {
  // Before anything is said about levels: whoever may not escalate learns nothing of them.
  requirePermission(request.actor, 'escalate');
  const before = await tx.tickets.lock(request.ticketId);
  if (before === null) throw notFound('ticket');
  const kept = await tx.escalations.path(before.queueId);
  if (kept === null) throw notFound('queue');
  const running = await tx.escalations.openOf(before.id);
  const levelBefore = running?.levelBefore ?? before.level;
  const level = asked.level ?? before.level + 1;
  const step = await levelOf(tx, kept, level);
  // Two that ask the same people at once queue here, so that nobody is given too much.
  await tx.roster.serialiseAssignment();
  const roster = await rosterOf(tx, kept);
  const owner = before.assigneeId === null ? [] : [before.assigneeId];
  const asking = whomToAsk(roster, level, owner, now);
  const reason = asked.reason.trim();
  const ticket = await changeTicket(
    tx,
    request,
    {
      command: {
        do: 'escalate',
        reason,
        because: asked.because ?? 'OTHER',
        level: asking?.level ?? levelBack(before, levelBefore),
        asked: asking === null ? null : namesOf(roster.people, asking.memberIds),
      },
    },
    now,
  );
  if (running !== null) {
    await tx.escalations.end(running.id, 'OVERTAKEN', null, now);
    await retireQuestion(tx, ticket, running, words(bold('Escalated anew.')));
  }
  if (asking === null)
    await tellReturned(
      tx,
      ticket,
      `${callerOf(request.actor)} escalated this to level ${level} (${step.name}), but nobody there is on shift and free: ${reason}.`,
    );
  else {
    const open = {
      ...asking,
      id: tx.newId(),
      ticketId: ticket.id,
      fromLevel: level,
      levelBefore,
      reason,
      byName: callerOf(request.actor),
    };
    await tx.escalations.insert(open);
    const name = kept.levels.find((one) => one.level === asking.level)?.name ?? step.name;
    await askPeople(tx, ticket, open, name);
  }
  if (asking === null || asking.isFallback) await tellAway(tx, ticket, roster, level, now);
  return ticket;
};
