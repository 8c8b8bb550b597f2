import type { EscalationCause } from '../../domain/escalation-reason';
import type { Field } from './form';

const WORDS: Readonly<Record<EscalationCause, string>> = {
  SKILL: 'Somebody who knows more about it',
  ACCESS: 'Rights or access we do not have',
  SUPERVISOR: 'The word of a supervisor',
  LATE: 'More hands: it is late',
  OTHER: 'Something else',
};

/** What is needed, in a word that is counted; why stands beside it in words. */
export const escalationField: Field = {
  kind: 'choice',
  name: 'because',
  label: 'What is needed',
  required: true,
  options: Object.entries(WORDS).map(([value, label]) => ({ label, value })),
};
