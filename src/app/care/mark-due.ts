import { DeskError } from '../../domain/errors';
import { bold, time, words } from '../../domain/text';
import { say } from '../cards/notices';
import type { Desk } from '../desk';
import { timeOutEscalation } from '../escalation/answer-escalation';
import { followUpSolution } from '../feedback/follow-up-solution';
import { remindOfRecovery } from '../feedback/recovery';
import type { DueRow } from '../ports/directory';
import type { Tx } from '../ports/store';
import { changeTicket } from '../tickets/change-ticket';
import { refresh, tellTeam } from '../tickets/surfaces';
import { remindOfCheck } from '../tickets/third-party';
import { catchUp } from '../work-items/follow-work-items';
import { pageSupervisors } from './page-supervisors';
import { recountClocks } from './recount-clocks';
import { breakPromise, renewPromise } from './renew-promise';

const CLOCK = { kind: 'system', name: 'clock' } as const;

const mark = async (tx: Tx, due: DueRow, now: Date): Promise<void> => {
  const request = { ticketId: due.ticketId, expectedVersion: null, actor: CLOCK };
  switch (due.kind) {
    case 'snooze-ended': {
      const ticket = await changeTicket(tx, request, { command: { do: 'wake' } }, now);
      await tellTeam(tx, ticket, say('Awake again: the time it was snoozed until has come.'));
      return;
    }
    case 'check-due':
      return remindOfCheck(tx, request, now);
    case 'silence-due':
      return followUpSolution(tx, request, now);
    case 'recovery-due':
      return remindOfRecovery(tx, due.ticketId, now);
    case 'claim-expired': {
      const before = await tx.tickets.lock(due.ticketId);
      const owner = before?.assigneeId == null ? null : await tx.people.member(before.assigneeId);
      const ticket = await changeTicket(tx, request, { command: { do: 'expire-claim' } }, now);
      const { claimLeaseMin } = await tx.desk.tenant();
      await tellTeam(
        tx,
        ticket,
        say(
          words(
            'Back in the queue: no activity by ',
            bold(owner?.name ?? 'its owner'),
            ` for ${claimLeaseMin} minutes.`,
          ),
        ),
      );
      return;
    }
    case 'clock-due': {
      const ticket = await tx.tickets.lock(due.ticketId);
      if (ticket !== null) await recountClocks(tx, ticket, now);
      return;
    }
    case 'work-item-moved':
      return catchUp(tx, due.ticketId, now);
    case 'acceptance-due':
      return timeOutEscalation(tx, request, now);
    case 'promise-fading': {
      const ticket = await tx.tickets.lock(due.ticketId);
      const promise = (await tx.promises.openOf(due.ticketId)).find(
        (one) => one.id === due.promiseId,
      );
      if (ticket !== null && promise?.renewAt != null) await renewPromise(tx, ticket, promise, now);
      return;
    }
    case 'promise-due': {
      const ticket = await tx.tickets.lock(due.ticketId);
      const promise = (await tx.promises.openOf(due.ticketId)).find(
        (one) => one.id === due.promiseId,
      );
      // A sleeping ticket keeps its promise by waking up.
      if (ticket === null || promise === undefined || ticket.status === 'SNOOZED') return;
      await breakPromise(tx, ticket, promise, now);
      const { zone } = await tx.desk.tenant();
      await refresh(tx, ticket, now);
      const why = words(
        bold('Promise broken: '),
        'the customer was told they would hear from a person by ',
        time(promise.dueAt, zone),
        '.',
      );
      await pageSupervisors(tx, ticket, why, 'promise broken', now);
      return;
    }
    default:
      due satisfies never;
  }
};

/**
 * One sweep: whatever fell due happens once, late if we were down. Two sweepers at once are safe:
 * the row is locked and asked again. Returns how many rows were due.
 */
export const markDue = async (desk: Desk, limit: number): Promise<number> => {
  const rows = await desk.directory.due(desk.clock.now(), limit);
  for (const due of rows) {
    try {
      await desk.unitOfWork.run(due.tenantId, (tx) => mark(tx, due, desk.clock.now()));
    } catch (error) {
      // Somebody was faster, or it is no longer so: that is the outcome we wanted. Anything else
      // concerns this row alone and must not keep the others waiting; it is due again next time.
      const fields = { tenant: due.tenantId, ticket: due.ticketId };
      if (error instanceof DeskError && error.kind !== 'unavailable')
        desk.log.debug('no longer due', { ...fields, code: error.code });
      else desk.log.error('due row failed', fields, error);
    }
  }
  if (rows.length > 0) desk.nudge();
  return rows.length;
};
