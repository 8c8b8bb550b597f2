import { burdenOf } from '../../domain/assignment';
import { awayOn, type Colleague } from '../../domain/escalation-path';
import { zoneClock } from '../calendar/zone-clock';
import type { Field } from '../cards/form';
import type { Tx } from '../ports/store';
import { distinctNames } from './distinct-names';

const MOST_PEOPLE = 99;

/** Whoever assigns sees before they choose who is off shift or full. */
const labelOf = (one: Colleague, now: Date): string => {
  const burden = burdenOf(one, zoneClock, now);
  const away = awayOn(one, zoneClock, now) !== null ? 'day off' : 'off shift';
  const off = burden?.offShift == null ? [] : [away];
  const full = burden?.full == null ? [] : [`full: ${burden.full.load} of ${burden.full.capacity}`];
  return [one.name, ...off, ...full].join(' · ');
};

/** To whom a ticket is given: everybody of the team, whoever is free first. */
export const assigneeField = async (tx: Tx, now: Date): Promise<Field> => {
  const members = (await tx.people.members()).filter(({ active }) => active).slice(0, MOST_PEOPLE);
  const people = await tx.roster.colleagues(members.map(({ id }) => id));
  const names = await distinctNames(tx, members);
  const isBurdened = (one: Colleague): number => (burdenOf(one, zoneClock, now) === null ? 0 : 1);
  const options = [
    ...people
      .toSorted((one, other) => isBurdened(one) - isBurdened(other))
      .map((one) => ({
        label: labelOf({ ...one, name: names.get(one.id) ?? one.name }, now),
        value: one.id,
      })),
    { label: 'Back to the queue', value: 'queue' },
  ];
  return { kind: 'choice', name: 'member', label: 'To whom', required: true, options };
};
