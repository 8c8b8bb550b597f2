import { useMemo, useState } from 'react';
import { among, type Find, useFindMembers } from '../../api/find';
import {
  type Assignment,
  type EscalateOn,
  type QueuesQuery,
  SetEscalationPathDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { PickField, PickManyField } from '../../ui/picker';

type Queue = QueuesQuery['queues']['nodes'][number];
type Level = NonNullable<Queue['escalation']>['levels'][number];
type Asked = { readonly id: string; readonly name: string };

export const ASSIGNMENTS: Readonly<Record<Assignment, string>> = {
  BY_HAND: 'By hand',
  ROUND_ROBIN: 'In turn',
  LEAST_LOADED: 'To whoever has least',
};
export const ESCALATE_ON: Readonly<Record<EscalateOn, string>> = {
  NEVER: 'Never by itself',
  WARNING: 'When a clock warns',
  BREACH: 'When a clock is late',
};
const ASSIGNMENT_NAMES: readonly Assignment[] = ['BY_HAND', 'ROUND_ROBIN', 'LEAST_LOADED'];
const ESCALATE_NAMES: readonly EscalateOn[] = ['NEVER', 'WARNING', 'BREACH'];
const MOST_LEVELS = 20;

const choicesOf = <Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, string>>,
) => names.map((value) => ({ value, label: words[value] }));

/** People and groups in one field: a level asks any of them. */
const useFindAsked = (groups: readonly Asked[]): Find => {
  const find = useFindMembers();
  return useMemo(() => {
    const choices = groups.map(({ id, name }) => ({ value: id, label: name, note: 'group' }));
    return async (typed) => [...among(choices, typed), ...(await find(typed))];
  }, [find, groups]);
};

const LevelFields = (props: {
  at: number;
  level: Level | null;
  find: Find;
  nameOf: (id: string) => string;
}) => {
  const { at, level, find, nameOf } = props;
  return (
    <fieldset className="level-fields">
      <legend>Level {at}</legend>
      <TextField
        name={`name ${at}`}
        label="Name"
        maxLength={120}
        initial={level?.name ?? ''}
        help="Empty: this level and those above it go."
      />
      <TextField
        name={`minutes ${at}`}
        label="Accept within, minutes"
        type="number"
        min="1"
        initial={String(level?.acceptMinutes ?? 15)}
      />
      <PickManyField
        name={`asked ${at}`}
        label="Whom it asks, in this order"
        find={find}
        initial={(level?.askIds ?? []).map((id) => ({ value: id, label: nameOf(id) }))}
      />
    </fieldset>
  );
};

const levelsOf = (form: FormData, count: number) => {
  const levels: { name: string; acceptMinutes: number; askIds: string[] }[] = [];
  for (let at = 1; at <= count; at += 1) {
    const name = textOf(form, `name ${at}`);
    if (name === '') break;
    const askIds = form.getAll(`asked ${at}`).filter((one) => typeof one === 'string');
    levels.push({ name, acceptMinutes: Number(textOf(form, `minutes ${at}`)) || 15, askIds });
  }
  return levels;
};

/** Whom a queue asks when a ticket needs somebody else, and how it gives out new ones. */
export const PathForm = (props: {
  queue: Queue;
  groups: readonly Asked[];
  nameOf: (id: string) => string;
  onDone: () => void;
}) => {
  const { queue, groups, nameOf, onDone } = props;
  const findMembers = useFindMembers();
  const findAsked = useFindAsked(groups);
  const path = queue.escalation;
  const levels = path?.levels ?? [];
  const [count, setCount] = useState(Math.max(1, levels.length));
  return (
    <ChangeDialog
      document={SetEscalationPathDocument}
      trigger="Change the path"
      triggerClass="button small"
      title={`Path of ${queue.name}`}
      lead="Those on a level are asked in their order; whoever accepts first has it."
      submit="Save"
      onDone={onDone}
      inputOf={(form) => ({
        queueId: queue.id,
        levels: levelsOf(form, count),
        fallbackId: textOf(form, 'fallback') || null,
        assignment: ASSIGNMENT_NAMES.find((one) => one === textOf(form, 'assignment')) ?? null,
        escalateOn: ESCALATE_NAMES.find((one) => one === textOf(form, 'on')) ?? null,
        ...(path === null ? {} : { expectedVersion: path.version }),
      })}
    >
      {Array.from({ length: count }, (_, index) => index + 1).map((at) => (
        <LevelFields
          key={at}
          at={at}
          level={levels[at - 1] ?? null}
          find={findAsked}
          nameOf={nameOf}
        />
      ))}
      {count < MOST_LEVELS && (
        <button type="button" className="link" onClick={() => setCount(count + 1)}>
          Add a level
        </button>
      )}
      <PickField
        name="fallback"
        label="Asked when nobody else is left, at any hour"
        none="Nobody"
        find={findMembers}
        initial={
          typeof path?.fallbackId === 'string'
            ? { value: path.fallbackId, label: nameOf(path.fallbackId) }
            : null
        }
      />
      <ChoiceField
        name="assignment"
        label="New tickets are given out"
        initial={path?.assignment ?? 'BY_HAND'}
        choices={choicesOf(ASSIGNMENT_NAMES, ASSIGNMENTS)}
      />
      <ChoiceField
        name="on"
        label="Escalates"
        initial={path?.escalateOn ?? 'NEVER'}
        choices={choicesOf(ESCALATE_NAMES, ESCALATE_ON)}
      />
    </ChangeDialog>
  );
};
