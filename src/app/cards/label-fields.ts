import { DeskError } from '../../domain/errors';
import type { Label } from '../../domain/label';
import { plain, type Text } from '../../domain/text';
import type { Field } from './form';

/** The most a list of choices holds. */
const OPTIONS = 100;

const choice = (name: string, label: string, labels: readonly Label[]): Field[] =>
  labels.length === 0
    ? []
    : [
        {
          kind: 'choice',
          name,
          label,
          required: false,
          options: labels.slice(0, OPTIONS).map((one) => ({ label: one.name, value: one.id })),
        },
      ];

/** One to give and one to take away: what is not there to choose is not asked. */
export const labelFields = (usable: readonly Label[], standing: readonly Label[]): Field[] => {
  const others = usable.filter(({ id }) => !standing.some((one) => one.id === id));
  const fields = [...choice('add', 'Add', others), ...choice('remove', 'Take away', standing)];
  if (fields.length === 0)
    throw new DeskError(
      'refused',
      'NO_LABELS',
      'There are no labels yet.',
      'A supervisor can make some with /desk labels add billing.',
    );
  return fields;
};

/** What the triage card says of them. */
export const labelFacts = (
  labels: readonly Label[],
): readonly { readonly label: string; readonly value: Text }[] =>
  labels.length === 0
    ? []
    : [{ label: 'Labels', value: plain(labels.map(({ name }) => name).join(', ')) }];
