import type { Actor } from '../../domain/actor';
import { WORD_LISTS } from '../../domain/care-words';
import { notFound } from '../../domain/errors';
import { MEASURES, targetOf } from '../../domain/sla-policy';
import { words } from '../../domain/text';
import { PRIORITIES } from '../../domain/ticket';
import { requireAdministration } from '../admin/requirements';
import { CLOCK_WORDS } from '../cards/clock-words';
import type { CareForm, Field, Form } from '../cards/form';
import { LIST_WORDS } from '../cards/hours-cards';
import { PRIORITY_WORDS } from '../cards/ticket-words';
import { targetText } from '../care/target-text';
import { shiftLines } from '../escalation/shift-text';
import type { FormRequest } from '../ports/chat-event';
import type { Tx } from '../ports/store';
import { digestForm } from './digest-form';
import { everyTier } from './hours-commands';

interface Wish {
  readonly name: string;
  readonly label: string;
  readonly initial: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly lines?: boolean;
}

const field = ({ name, label, initial, hint, required = false, lines = false }: Wish): Field => ({
  kind: 'text',
  name,
  label,
  multiline: lines,
  required,
  maxLength: lines ? 3000 : 100,
  ...(hint === undefined ? {} : { hint }),
  ...(initial === '' ? {} : { initial }),
});

const calendarForm = async (tx: Tx, request: FormRequest): Promise<Form> => {
  const { about } = request.subject;
  const kept = about === undefined ? null : await tx.care.calendar(about);
  if (about !== undefined && kept === null) throw notFound('calendar');
  const zone = kept?.zone ?? (await tx.desk.tenant()).zone;
  const off = kept?.holidays.map(({ date, name }) => `${date} ${name}`).join('\n') ?? '';
  const desk = (await tx.care.calendars(100)).find(({ isDefault }) => isDefault);
  return {
    name: 'calendar',
    title: kept === null ? 'A calendar' : kept.name,
    submit: 'Keep',
    intro: [
      words('Open tickets are reckoned again, and say so; what has ended stays as measured.'),
    ],
    fields: [
      ...(kept === null
        ? [field({ name: 'name', label: 'What it is called', initial: '', required: true })]
        : []),
      field({
        name: 'opening',
        label: 'Open, a line for some days',
        initial: shiftLines(kept?.opening ?? []).join('\n'),
        hint: 'For example: mon-fri 09:00-12:30, 13:00-17:00',
        required: true,
        lines: true,
      }),
      field({ name: 'zone', label: 'Time zone', initial: zone, required: true }),
      field({
        name: 'daysOff',
        label: 'Own days off, a line each',
        initial: off,
        hint: 'For example: 2026-12-24 Christmas Eve',
        lines: true,
      }),
      field({
        name: 'country',
        label: 'Public holidays of',
        initial: [kept?.country, kept?.region].filter((part) => part != null).join('-'),
        hint: 'ISO code of the country, and of its region: DE or DE-BY',
      }),
      {
        kind: 'choice',
        name: 'use',
        label: 'Counts for',
        required: true,
        options: [
          { label: 'The whole desk', value: 'desk' },
          { label: 'Whoever it counts for now', value: 'as-is' },
        ],
        initial: desk === undefined || desk.id === kept?.id ? 'desk' : 'as-is',
      },
    ],
    subject: { ...request.subject, version: kept?.version ?? 0 },
  };
};

const policyForm = async (tx: Tx, request: FormRequest): Promise<Form> => {
  const { about, level } = request.subject;
  const kept = about === undefined ? await everyTier(tx) : await tx.care.policyById(about);
  if (kept === null) throw notFound('policy');
  const isNew = about === undefined && level === undefined;
  const priority = PRIORITIES[level ?? 1] ?? 'NORMAL';
  const tier = isNew ? 'A new tier' : kept.tier === '' ? 'Every tier' : `Tier ${kept.tier}`;
  return {
    name: 'policy',
    title: isNew ? 'A new tier' : `${tier} · ${PRIORITY_WORDS[priority].toLowerCase()}`,
    submit: 'Keep',
    intro: [
      words(
        `What customers may expect of a ticket of the priority ${PRIORITY_WORDS[priority].toLowerCase()}, in open hours. Empty promises nothing; end with 24/7 to count nights and weekends.`,
      ),
    ],
    fields: [
      ...(isNew
        ? [
            field({
              name: 'tier',
              label: 'What the tier is called',
              initial: '',
              hint: 'As in the records of its customers. Other priorities begin like every tier.',
              required: true,
            }),
          ]
        : []),
      ...MEASURES.map((measure) => {
        const target = targetOf(kept, priority, measure);
        const name = CLOCK_WORDS[measure];
        return field({
          name: measure,
          label: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
          initial: target === null ? '' : targetText(target),
          hint: 'For example 4h, 1h 30m or 24h 24/7',
        });
      }),
    ],
    subject: { ...request.subject, version: kept.version },
  };
};

const wordsForm = async (tx: Tx, request: FormRequest): Promise<Form> => {
  const lists = (await tx.feedback.settings()).words;
  return {
    name: 'word-lists',
    title: 'Words of customers',
    submit: 'Keep',
    intro: [
      words('A line for each. Empty a list to have the built-in one again. No customer sees them.'),
    ],
    fields: WORD_LISTS.map((list) =>
      field({ name: list, label: LIST_WORDS[list], initial: lists[list].join('\n'), lines: true }),
    ),
    subject: request.subject,
  };
};

/** A form about hours, service levels or words, filled with what stands now. Throws DeskError. */
export const careForm = (
  tx: Tx,
  actor: Actor,
  form: CareForm,
  request: FormRequest,
): Promise<Form> => {
  requireAdministration(actor, 'configure');
  switch (form) {
    case 'calendar':
      return calendarForm(tx, request);
    case 'policy':
      return policyForm(tx, request);
    case 'word-lists':
      return wordsForm(tx, request);
    case 'digest':
      return digestForm(tx, request);
    default:
      return form satisfies never;
  }
};
