import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { escalationCause } from '../../domain/escalation-reason';
import { plain } from '../../domain/text';
import { isCare, isSetUp } from '../cards/form';
import { say } from '../cards/notices';
import { escalateIn } from '../escalation/escalate';
import type { ChatEvent } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { createTicketIn } from '../tickets/create-ticket';
import { labelIn } from '../tickets/label-ticket';
import { laterTime } from '../tickets/later-time';
import { speakerOf } from '../tickets/requirements';
import { noteIn, replyIn, solveIn } from '../tickets/speak';
import { assignIn } from '../tickets/team-commands';
import { waitForIn } from '../tickets/third-party';
import { chosenId } from './chosen-id';
import type { IntakeRules } from './places';
import { submitCare } from './submit-hours';
import { submitSetUp } from './submit-set-up';
import { workItemsFromForm } from './work-items-from-chat';

type Submission = Extract<ChatEvent, { readonly kind: 'form' }>;

/** The words of a form that a refusal must give back. */
export const typedWords = (submission: Submission): string | null =>
  submission.values.text ??
  submission.values.solution ??
  submission.values.reason ??
  submission.values.shifts ??
  submission.values.url ??
  null;

/**
 * Does what a submitted form asks; permission is checked here, whoever opened it. Returns what its
 * sender alone is told.
 */
export const submitForm = async (
  tx: Tx,
  rules: IntakeRules,
  actor: Actor,
  submission: Submission,
): Promise<readonly Outgoing[]> => {
  const { values, subject } = submission;
  const { now, newId } = rules;
  if (submission.form === 'new-ticket') {
    await createTicketIn(
      tx,
      {
        actor,
        channelId: chosenId(values.channel, 'channel'),
        body: plain(values.text ?? ''),
        newId,
      },
      now,
    );
    return [];
  }
  if (isSetUp(submission.form)) return submitSetUp(tx, rules, actor, submission.form, submission);
  if (isCare(submission.form)) return submitCare(tx, rules, actor, submission.form, submission);
  const { ticketId } = subject;
  if (ticketId === null) throw notFound('ticket');
  const request = { ticketId, expectedVersion: null, actor };
  const said = (field: string) => ({
    ...request,
    memberId: speakerOf(actor, null),
    body: plain(values[field] ?? ''),
    newId,
  });
  switch (submission.form) {
    case 'reply':
      await replyIn(tx, said('text'), now);
      return [];
    case 'note':
      await noteIn(tx, said('text'), now);
      return [];
    case 'solve':
      // What the customer wrote while the form was open must be read before it is called solved.
      await solveIn(
        tx,
        { ...said('solution'), cause: values.cause ?? null, expectedVersion: subject.version },
        now,
      );
      return [];
    case 'label': {
      const chosen = (id: string | undefined) => (id === undefined || id === '' ? [] : [id]);
      const asked = { add: chosen(values.add), remove: chosen(values.remove) };
      await labelIn(tx, request, asked, now);
      return [];
    }
    case 'assign': {
      const memberId = values.member === 'queue' ? null : chosenId(values.member, 'member');
      const { warnings } = await assignIn(tx, request, memberId, now);
      return warnings.map(({ message, hint }) => say(`${message} ${hint ?? ''}`));
    }
    case 'wait-for': {
      const { zone } = await tx.desk.tenant();
      const until = laterTime(values.until ?? '', now, zone);
      const asked = { memberId: speakerOf(actor, null), party: values.party ?? '', until };
      await waitForIn(tx, request, asked, now);
      return [];
    }
    case 'work-items':
      return (await workItemsFromForm(tx, request, values, now)).map(say);
    case 'escalate':
      await escalateIn(
        tx,
        request,
        {
          reason: values.reason ?? '',
          because: escalationCause(values.because),
          level: levelOf(values.level),
        },
        now,
      );
      return [];
    default:
      return submission.form satisfies never;
  }
};

const levelOf = (value: string | undefined): number => {
  const level = Number(value);
  if (!Number.isInteger(level))
    throw new DeskError('invalid', 'LEVEL_NEEDED', 'Choose a level.', null, ['level']);
  return level;
};
