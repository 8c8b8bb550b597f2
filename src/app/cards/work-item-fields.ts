import { workItemLabel } from '../../domain/work-item';
import type { WorkItem } from '../ports/work-items';
import type { Field } from './form';

/** What the team says of the issues and pull requests of a ticket: one to link, one to take away. */
export const workItemFields = (items: readonly WorkItem[]): Field[] => [
  {
    kind: 'text',
    name: 'url',
    label: 'Link an issue or pull request',
    multiline: false,
    required: false,
    maxLength: 2_000,
    hint: 'Its https address in GitHub, Linear or Jira. The customer does not see it.',
  },
  ...(items.length === 0
    ? []
    : [
        {
          kind: 'choice',
          name: 'unlink',
          label: 'Take one away',
          required: false,
          options: items.map((item) => ({ label: workItemLabel(item), value: item.id })),
        } as const,
      ]),
];
