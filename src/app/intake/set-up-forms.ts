import { type Actor, memberIdOf } from '../../domain/actor';
import { todayOf } from '../../domain/days-off';
import { DeskError, notFound } from '../../domain/errors';
import { may } from '../../domain/policy';
import { words } from '../../domain/text';
import { requireAdministration } from '../admin/requirements';
import { zoneClock } from '../calendar/zone-clock';
import type { Field, Form, SetUpForm } from '../cards/form';
import { ASSIGNMENT_WORDS, ESCALATE_ON_WORDS } from '../cards/set-up-cards';
import { ACCEPT_MIN } from '../escalation/change-path';
import { daysOffLines } from '../escalation/days-off-text';
import { shiftLines } from '../escalation/shift-text';
import type { FormRequest } from '../ports/chat-event';
import { ASSIGNMENTS, ESCALATE_ON, type KeptPath } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { requireMember } from '../tickets/requirements';
import { chosenId } from './chosen-id';
import { distinctNames } from './distinct-names';

export const NOBODY = 'nobody';
/** As many people or groups are asked one after the other as a form has fields for. */
export const FORM_STEPS = 5;
const MOST_OPTIONS = 100;

type Option = { readonly label: string; readonly value: string };

const line = (
  name: string,
  label: string,
  required: boolean,
  initial: string,
  hint: string,
): Field => ({
  kind: 'text',
  name,
  label,
  multiline: false,
  required,
  maxLength: 100,
  hint,
  ...(initial === '' ? {} : { initial }),
});

const lines = (name: string, label: string, initial: string, hint: string): Field => ({
  kind: 'text',
  name,
  label,
  multiline: true,
  required: false,
  maxLength: 1000,
  hint,
  ...(initial === '' ? {} : { initial }),
});

const choice = (
  name: string,
  label: string,
  options: readonly Option[],
  initial: string,
): Field => ({ kind: 'choice', name, label, required: true, options, initial });

const worded = <Value extends string>(
  values: readonly Value[],
  said: Readonly<Record<Value, string>>,
): readonly Option[] => values.map((value) => ({ label: said[value], value }));

/** Whom a field offers, beginning with whom it shows now. */
const offered = (all: readonly Option[], initial: string): readonly Option[] => {
  const none = { label: 'Nobody', value: NOBODY };
  const now = all.filter(({ value }) => value === initial);
  const others = all.filter(({ value }) => value !== initial);
  return [none, ...now, ...others].slice(0, MOST_OPTIONS);
};

const members = async (tx: Tx): Promise<readonly Option[]> => {
  const there = (await tx.people.members()).filter(({ active }) => active);
  const names = await distinctNames(tx, there);
  return [...names].map(([id, label]) => ({ label, value: `member:${id}` }));
};

const pathOfRequest = async (
  tx: Tx,
  actor: Actor,
  { subject }: FormRequest,
): Promise<{ readonly path: KeptPath; readonly queueName: string }> => {
  requireAdministration(actor, 'configure');
  const queue = await tx.desk.queue(chosenId(subject.about, 'queue'));
  const path = queue === null ? null : await tx.escalations.path(queue.id);
  if (queue === null || path === null) throw notFound('queue');
  return { path, queueName: queue.name };
};

const pathForm = async (tx: Tx, actor: Actor, request: FormRequest): Promise<Form> => {
  const { path, queueName } = await pathOfRequest(tx, actor, request);
  const fallback = path.fallbackId === null ? NOBODY : `member:${path.fallbackId}`;
  return {
    name: 'queue-path',
    title: 'Rules of a queue',
    submit: 'Keep',
    intro: [words(`The queue “${queueName}”.`)],
    fields: [
      choice(
        'assignment',
        'Who gets new tickets',
        worded(ASSIGNMENTS, ASSIGNMENT_WORDS),
        path.assignment,
      ),
      choice(
        'escalateOn',
        'Escalates by itself',
        worded(ESCALATE_ON, ESCALATE_ON_WORDS),
        path.escalateOn,
      ),
      choice(
        'fallback',
        'Whom to ask when nobody else is left or on shift',
        offered(await members(tx), fallback),
        fallback,
      ),
    ],
    subject: { ...request.subject, version: path.version },
  };
};

const levelForm = async (tx: Tx, actor: Actor, request: FormRequest): Promise<Form> => {
  const { path, queueName } = await pathOfRequest(tx, actor, request);
  const number = request.subject.level ?? 1;
  const level = path.levels.find((one) => one.level === number);
  const steps = level?.steps ?? [];
  if (steps.length > FORM_STEPS)
    throw new DeskError(
      'refused',
      'TOO_LONG_FOR_A_FORM',
      `Level ${number} asks more than ${FORM_STEPS} people and groups one after the other.`,
      'Change it through the API, or make a group of them.',
    );
  const groups = (await tx.roster.groups()).map(({ id, name }) => ({
    label: `All of ${name}`,
    value: `group:${id}`,
  }));
  const people = [...groups, ...(await members(tx))];
  const asked = steps.map((step) =>
    step.kind === 'member' ? `member:${step.memberId}` : `group:${step.groupId}`,
  );
  return {
    name: 'queue-level',
    title: `Level ${number}`,
    submit: 'Keep',
    intro: [words(`Whom the queue “${queueName}” asks at this level, one after the other.`)],
    fields: [
      line('name', 'What it is called', true, level?.name ?? '', 'For example: Specialists'),
      line(
        'acceptMin',
        'Minutes to accept',
        true,
        String(level?.acceptMin ?? ACCEPT_MIN),
        'Whoever has not accepted by then is passed over.',
      ),
      ...Array.from({ length: FORM_STEPS }, (_, at) => {
        const initial = asked[at] ?? NOBODY;
        return choice(
          `ask-${at + 1}`,
          at === 0 ? 'Ask first' : 'Then',
          offered(people, initial),
          initial,
        );
      }),
    ],
    subject: { ...request.subject, version: path.version, level: number },
  };
};

const dutyForm = async (tx: Tx, actor: Actor, request: FormRequest, now: Date): Promise<Form> => {
  const memberId = chosenId(request.subject.about, 'member');
  const isOwn = memberIdOf(actor) === memberId && may(actor, 'look', null);
  if (!isOwn) requireAdministration(actor, 'configure');
  const member = await requireMember(tx, memberId);
  const duty = await tx.roster.duty(memberId);
  const zone = duty?.shift?.zone ?? member.zone ?? (await tx.desk.tenant()).zone;
  const shifts = shiftLines(duty?.shift?.opening ?? []).join('\n');
  const today = todayOf(zone, zoneClock, now);
  return {
    name: 'duty',
    title: 'Shifts and load',
    submit: 'Keep',
    intro: [
      words(
        `Of ${member.name}. Outside their shifts, or with as much as they carry, they are given nothing unless somebody names them. Without shifts they may always be asked.`,
      ),
    ],
    fields: [
      lines(
        'shifts',
        'Shifts, a line for some days',
        shifts,
        'For example: mon-fri 09:00-12:30, 13:00-17:00',
      ),
      lines(
        'daysOff',
        'Days off, a line each',
        daysOffLines(duty?.daysOff ?? [], today).join('\n'),
        'For example: 2026-12-24 to 2026-12-31',
      ),
      line('zone', 'Time zone of the shifts', true, zone, 'For example: Europe/Berlin'),
      line(
        'capacity',
        'Most open tickets at once',
        false,
        duty?.capacity == null ? '' : String(duty.capacity),
        'Empty: as many as come.',
      ),
    ],
    subject: request.subject,
  };
};

/** A form that sets something up, filled with what stands now. Throws DeskError. */
export const setUpForm = (
  tx: Tx,
  actor: Actor,
  form: SetUpForm,
  request: FormRequest,
  now: Date,
): Promise<Form> => {
  switch (form) {
    case 'queue-path':
      return pathForm(tx, actor, request);
    case 'queue-level':
      return levelForm(tx, actor, request);
    case 'duty':
      return dutyForm(tx, actor, request, now);
    default:
      return form satisfies never;
  }
};
