import type { Actor } from '../../domain/actor';
import { todayOf } from '../../domain/days-off';
import { DeskError, notFound } from '../../domain/errors';
import { checkedZone } from '../admin/requirements';
import { zoneClock } from '../calendar/zone-clock';
import type { SetUpForm } from '../cards/form';
import { say } from '../cards/notices';
import { dutyCard, pathsCard } from '../cards/set-up-cards';
import { changeLevelIn, changePathIn } from '../escalation/change-path';
import { changeDutyIn } from '../escalation/change-roster';
import { readDaysOff } from '../escalation/days-off-text';
import { readShifts } from '../escalation/shift-text';
import type { ChatEvent } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import { ASSIGNMENTS, ESCALATE_ON, type StepDraft } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { chosenId } from './chosen-id';
import type { IntakeRules } from './places';
import { FORM_STEPS, NOBODY } from './set-up-forms';
import { namesOfAll } from './set-up-views';
import { settled } from './settled';

type Submission = Extract<ChatEvent, { readonly kind: 'form' }>;

const stepOf = (value: string): StepDraft[] => {
  const [kind, id] = value.split(':');
  if (kind === 'member') return [{ memberId: chosenId(id, 'member'), groupId: null }];
  if (kind === 'group') return [{ memberId: null, groupId: chosenId(id, 'group') }];
  if (kind === NOBODY) return [];
  throw notFound('member');
};

const wholeNumber = (value: string, field: string): number => {
  if (/^\d{1,6}$/.test(value.trim())) return Number(value);
  throw new DeskError(
    'invalid',
    'NUMBER_NEEDED',
    `“${value.trim().slice(0, 40)}” is no whole number.`,
    null,
    [field],
  );
};

const shownPath = async (tx: Tx, queueId: string): Promise<readonly Outgoing[]> => {
  const queue = await tx.desk.queue(queueId);
  const path = await tx.escalations.path(queueId);
  if (queue === null || path === null) return [];
  const view = { queueName: queue.name, path, names: await namesOfAll(tx) };
  return [say('Kept.'), { kind: 'card', as: null, card: pathsCard([view], true) }];
};

/** Does what a form of the set-up says. Throws DeskError. Returns what its sender is shown. */
export const submitSetUp = async (
  tx: Tx,
  rules: Pick<IntakeRules, 'now'>,
  actor: Actor,
  form: SetUpForm,
  { values, subject }: Submission,
): Promise<readonly Outgoing[]> => {
  const about = chosenId(subject.about, form === 'duty' ? 'member' : 'queue');
  const settling = { tx, actor, rules, words: values };
  const { now } = rules;
  switch (form) {
    case 'queue-path': {
      const [fallback] = stepOf(values.fallback ?? NOBODY);
      const patch = {
        queueId: about,
        expectedVersion: subject.version,
        assignment: ASSIGNMENTS.find((one) => one === values.assignment),
        escalateOn: ESCALATE_ON.find((one) => one === values.escalateOn),
        fallbackId: fallback?.memberId ?? null,
      };
      await settled(settling, 'setEscalationPath', [about], () =>
        changePathIn(tx, actor, patch, now),
      );
      return shownPath(tx, about);
    }
    case 'queue-level': {
      const steps = Array.from({ length: FORM_STEPS }, (_, at) =>
        stepOf(values[`ask-${at + 1}`] ?? NOBODY),
      ).flat();
      const level = {
        level: subject.level ?? 1,
        name: values.name ?? '',
        acceptMin: wholeNumber(values.acceptMin ?? '', 'acceptMin'),
        steps,
      };
      await settled(settling, 'setEscalationPath', [about], () =>
        changeLevelIn(tx, actor, about, level, subject.version, now),
      );
      return shownPath(tx, about);
    }
    case 'duty': {
      const shifts = values.shifts?.trim() ?? '';
      const capacity = values.capacity?.trim() ?? '';
      const zone = values.zone?.trim() ?? '';
      const today = todayOf(checkedZone(zone, 'zone'), zoneClock, now);
      const duty = {
        memberId: about,
        shift: shifts === '' ? null : { zone, opening: readShifts(shifts, 'a shift') },
        daysOff: readDaysOff(values.daysOff ?? '', today),
        capacity: capacity === '' ? null : wholeNumber(capacity, 'capacity'),
      };
      await settled(settling, 'setDuty', [about], () => changeDutyIn(tx, actor, duty));
      const [one] = await tx.roster.colleagues([about]);
      return one === undefined
        ? []
        : [say('Kept.'), { kind: 'card', as: null, card: dutyCard(one, now, true) }];
    }
    default:
      return form satisfies never;
  }
};
