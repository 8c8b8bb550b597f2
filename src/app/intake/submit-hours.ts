import type { Actor } from '../../domain/actor';
import { DEFAULT_WORDS, WORD_LISTS, type WordList } from '../../domain/care-words';
import { DeskError, notFound } from '../../domain/errors';
import { MEASURES } from '../../domain/sla-policy';
import { PRIORITIES } from '../../domain/ticket';
import type { CareForm } from '../cards/form';
import { say } from '../cards/notices';
import { assignCalendarIn, keepCalendarIn, keepPolicyIn } from '../care/change-hours';
import { readTarget } from '../care/target-text';
import { readShifts } from '../escalation/shift-text';
import { changeCareSettingsIn } from '../feedback/change-care-settings';
import type { ChatEvent } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { submitDigest } from './digest-form';
import { everyTier, hoursOf, policiesOf, wordsOf } from './hours-commands';
import type { IntakeRules } from './places';
import { settled } from './settled';

type Submission = Extract<ChatEvent, { readonly kind: 'form' }>;
type Rules = Pick<IntakeRules, 'now'>;

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const dayOff = (line: string): { readonly date: string; readonly name: string } => {
  const [, date, name] = /^(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(line) ?? [];
  if (date === undefined)
    throw new DeskError(
      'invalid',
      'DAY_NOT_UNDERSTOOD',
      `“${line.slice(0, 60)}” is not understood as a day off.`,
      'Write for example: 2026-12-24 Christmas Eve',
      ['daysOff'],
    );
  return { date, name: name === undefined || name === '' ? 'day off' : name.slice(0, 120) };
};

const recounted = (count: number): Outgoing =>
  say(`Kept. ${count} open ${count === 1 ? 'ticket is' : 'tickets are'} reckoned again.`);

const keepCalendar = async (
  tx: Tx,
  rules: Rules,
  actor: Actor,
  { values, subject }: Submission,
): Promise<readonly Outgoing[]> => {
  const { about, version } = subject;
  const stands = about === undefined ? null : await tx.care.calendar(about);
  if (about !== undefined && stands === null) throw notFound('calendar');
  const [country = null, region = null] = (values.country ?? '').trim().toUpperCase().split('-');
  const name = stands?.name ?? values.name ?? '';
  const kept = {
    name,
    zone: values.zone ?? '',
    opening: readShifts(values.opening ?? '', 'opening hours'),
    holidays: linesOf(values.daysOff).map(dayOff),
    country: country === '' ? null : country,
    region,
    expectedVersion: stands === null ? null : version,
  };
  let count = 0;
  const settling = { tx, actor, rules, words: values };
  await settled(settling, 'setCalendar', about === undefined ? [] : [about], async () => {
    const { id } = await keepCalendarIn(tx, actor, kept, rules.now);
    if (values.use === 'desk')
      await assignCalendarIn(tx, actor, { of: 'DESK', id: tx.tenantId }, id);
    count = await tx.care.recountAll(rules.now);
    return id;
  });
  return [recounted(count), await hoursOf(tx, rules.now, true)];
};

const keepPolicy = async (
  tx: Tx,
  rules: Rules,
  actor: Actor,
  { values, subject }: Submission,
): Promise<readonly Outgoing[]> => {
  const { about, level, version } = subject;
  const stands = about === undefined ? await everyTier(tx) : await tx.care.policyById(about);
  if (stands === null) throw notFound('policy');
  const isNew = about === undefined && level === undefined;
  const tier = isNew ? (values.tier ?? '').trim() : stands.tier;
  if (isNew && (tier === '' || (await tx.care.policyNamed(tier)) !== null))
    throw new DeskError(
      'refused',
      'TIER_EXISTS',
      tier === '' ? 'Say what the tier is called.' : `The tier ${tier} has a policy already.`,
      'Change it in /desk policy.',
      ['tier'],
    );
  const priority = PRIORITIES[level ?? 1] ?? 'NORMAL';
  const targets = [
    ...stands.targets.filter((one) => one.priority !== priority),
    ...MEASURES.flatMap((measure) => {
      const target = readTarget(values[measure] ?? '', measure);
      return target === null ? [] : [{ priority, measure, ...target }];
    }),
  ];
  const { pauseWhile, warnPercent, calendarId } = stands;
  const expectedVersion = isNew || stands.id === null ? null : version;
  let count = 0;
  const settling = { tx, actor, rules, words: values };
  await settled(settling, 'setSlaPolicy', about === undefined ? [] : [about], async () => {
    const said = { tier, targets, pauseWhile, warnPercent, calendarId, expectedVersion };
    const { id } = await keepPolicyIn(tx, actor, said);
    count = await tx.care.recountAll(rules.now);
    return id;
  });
  return [recounted(count), await policiesOf(tx, true)];
};

const isBuiltIn = (list: WordList, phrases: readonly string[]): boolean =>
  phrases.join('\n') === DEFAULT_WORDS[list].join('\n');

const keepWords = async (
  tx: Tx,
  rules: Rules,
  actor: Actor,
  { values }: Submission,
): Promise<readonly Outgoing[]> => {
  const lists = WORD_LISTS.map((list) => ({ list, words: linesOf(values[list]) })).map((one) =>
    isBuiltIn(one.list, one.words) ? { ...one, words: [] } : one,
  );
  const patch = {
    checkInDays: null,
    unconfirmedDays: null,
    ratingCooldownDays: null,
    recoveryHours: null,
    words: lists,
  };
  await settled({ tx, actor, rules, words: values }, 'updateCareSettings', [], () =>
    changeCareSettingsIn(tx, actor, patch),
  );
  return [say('Kept.'), await wordsOf(tx, true)];
};

/** Does what a form about hours, service levels or words says. Throws DeskError. */
export const submitCare = (
  tx: Tx,
  rules: Rules,
  actor: Actor,
  form: CareForm,
  submission: Submission,
): Promise<readonly Outgoing[]> => {
  switch (form) {
    case 'calendar':
      return keepCalendar(tx, rules, actor, submission);
    case 'policy':
      return keepPolicy(tx, rules, actor, submission);
    case 'digest':
      return submitDigest(tx, rules, actor, submission);
    case 'word-lists':
      return keepWords(tx, rules, actor, submission);
    default:
      return form satisfies never;
  }
};
