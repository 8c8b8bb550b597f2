import { todayOf } from '../../domain/days-off';
import { awayOn, type Colleague, isFull, isOnShift, wallOf } from '../../domain/escalation-path';
import { bold, type Text, words } from '../../domain/text';
import { zoneClock } from '../calendar/zone-clock';
import { absenceWords, daysOffLines } from '../escalation/days-off-text';
import { shiftLines } from '../escalation/shift-text';
import type { Assignment, EscalateOn, KeptPath } from '../ports/escalations';
import type { Block, Button, Card } from './card';

export const ASSIGNMENT_WORDS: Readonly<Record<Assignment, string>> = {
  BY_HAND: 'Whoever claims them, or is named',
  ROUND_ROBIN: 'In turn to level 1',
  LEAST_LOADED: 'To whoever of level 1 has the least',
};

export const ESCALATE_ON_WORDS: Readonly<Record<EscalateOn, string>> = {
  NEVER: 'Never by itself',
  WARNING: 'When an answer or a solution is due soon',
  BREACH: 'When an answer or a solution is late',
};

/** A path with the names of everybody on it. */
export interface PathView {
  readonly queueName: string;
  readonly path: KeptPath;
  /** Of members and groups, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

const MOST_LEVEL_BUTTONS = 10;

const card = (title: string, blocks: readonly Block<'team'>[]): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'neutral',
  blocks: [{ kind: 'text', text: words(bold(title)) }, ...blocks],
  fallback: title,
});

const muted = (text: string): Block<'team'> => ({ kind: 'text', text: words(text), muted: true });

const button = (
  action: Button<'team'>['action'],
  label: string,
  about: string,
  version: number,
  level?: number,
): Button<'team'> => ({
  kind: 'button',
  label,
  style: 'plain',
  action,
  subject: { ticketId: null, version, about, ...(level === undefined ? {} : { level }) },
});

const askedWords = (level: KeptPath['levels'][number], names: PathView['names']): string => {
  if (level.steps.length === 0) return 'nobody yet';
  const asked = level.steps.map((step) =>
    step.kind === 'member'
      ? (names.get(step.memberId) ?? 'somebody')
      : `all of ${names.get(step.groupId) ?? 'a group'}`,
  );
  return `${asked.join(', then ')} · ${level.acceptMin} min to accept`;
};

const pathBlocks = (
  { queueName, path, names }: PathView,
  mayChange: boolean,
): readonly Block<'team'>[] => {
  const { queueId, version, levels } = path;
  const next = (levels.at(-1)?.level ?? 0) + 1;
  const buttons = [
    button('edit-path', 'Change the rules', queueId, version),
    ...levels
      .slice(0, MOST_LEVEL_BUTTONS)
      .map(({ level }) => button('edit-level', `Level ${level}`, queueId, version, level)),
    button('edit-level', 'Add a level', queueId, version, next),
  ];
  return [
    { kind: 'divider' },
    { kind: 'text', text: words(bold(queueName)) },
    {
      kind: 'facts',
      facts: [
        ...levels.map((level) => ({
          label: `Level ${level.level} · ${level.name}`,
          value: words(askedWords(level, names)),
        })),
        {
          label: 'Fall-back',
          value: words(path.fallbackId === null ? 'nobody' : (names.get(path.fallbackId) ?? '')),
        },
        { label: 'New tickets', value: words(ASSIGNMENT_WORDS[path.assignment]) },
        { label: 'Escalates', value: words(ESCALATE_ON_WORDS[path.escalateOn]) },
      ],
    },
    ...(mayChange ? [{ kind: 'buttons', buttons } as const] : []),
  ];
};

/** Whom each queue asks, and what it does by itself. */
export const pathsCard = (views: readonly PathView[], mayChange: boolean): Card<'team'> =>
  card('Whom each queue asks', [
    ...(views.length === 0 ? [muted('There is no such queue.')] : []),
    ...views.flatMap((view) => pathBlocks(view, mayChange)),
  ]);

const dutyWords = (one: Colleague, now: Date): Text => {
  const load = one.capacity === null ? `${one.load} open` : `${one.load} of ${one.capacity} open`;
  const shift =
    one.shift === null ? 'no shifts' : isOnShift(one, zoneClock, now) ? 'on shift' : 'off shift';
  const absence = absenceWords(one.daysOff, todayOf(wallOf(one), zoneClock, now));
  const isAway = awayOn(one, zoneClock, now) !== null;
  const parts = [isAway ? absence : shift, `${load}${isFull(one) ? ' (full)' : ''}`];
  return words((isAway || absence === '' ? parts : [...parts, absence]).join(' · '));
};

/** Who is there, and what they have. */
export const shiftsCard = (
  people: readonly Colleague[],
  ownId: string | null,
  now: Date,
): Card<'team'> =>
  card('Who is there, and what they have', [
    {
      kind: 'facts',
      facts: people.map((one) => ({ label: one.name, value: dutyWords(one, now) })),
    },
    ...(ownId === null
      ? []
      : [
          {
            kind: 'buttons',
            buttons: [button('edit-duty', 'Change mine', ownId, 0)],
          } as const,
        ]),
  ]);

/** When somebody works, and how much they carry. */
export const dutyCard = (one: Colleague, now: Date, mayChange: boolean): Card<'team'> => {
  const today = todayOf(wallOf(one), zoneClock, now);
  return card(one.name, [
    {
      kind: 'facts',
      facts: [
        { label: 'Now', value: dutyWords(one, now) },
        {
          label: 'Shifts',
          value: words(
            one.shift === null
              ? 'none: may always be asked'
              : `${shiftLines(one.shift.opening).join('; ')} (${one.shift.zone})`,
          ),
        },
        {
          label: 'Days off',
          value: words(daysOffLines(one.daysOff, today).join('; ') || 'none'),
        },
        {
          label: 'Carries',
          value: words(one.capacity === null ? 'as many as come' : `at most ${one.capacity} open`),
        },
      ],
    },
    ...(mayChange
      ? [{ kind: 'buttons', buttons: [button('edit-duty', 'Change', one.id, 0)] } as const]
      : []),
  ]);
};

/** People who are asked together. */
export const groupsCard = (
  groups: readonly { readonly name: string; readonly people: string }[],
): Card<'team'> =>
  card('Groups', [
    groups.length === 0
      ? muted('There is no group yet.')
      : {
          kind: 'facts',
          facts: groups.map(({ name, people }) => ({
            label: name,
            value: words(people === '' ? 'nobody' : people),
          })),
        },
  ]);
