import type { Field } from './form';

/** When to look again at what somebody else has to do. */
const CHECK_CHOICES = [
  { label: 'In 4 hours', value: '4h' },
  { label: 'Tomorrow morning', value: 'tomorrow' },
  { label: 'In 2 days', value: '2d' },
  { label: 'In 3 days', value: '3d' },
  { label: 'In a week', value: '7d' },
] as const;

/** What the team says when a ticket waits for a third party. */
export const WAIT_FIELDS: readonly Field[] = [
  {
    kind: 'text',
    name: 'party',
    label: 'Whom do we wait for',
    multiline: false,
    required: true,
    maxLength: 200,
    hint: 'The customer reads only that somebody outside the team is awaited.',
  },
  {
    kind: 'choice',
    name: 'until',
    label: 'Look again',
    required: true,
    options: CHECK_CHOICES,
    initial: 'tomorrow',
  },
];
