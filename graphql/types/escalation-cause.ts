import type { EscalationCause } from '../../src/domain/escalation-reason';
import { describedEnum } from './enums';

export const EscalationCauseEnum = describedEnum<EscalationCause>(
  'EscalationCause',
  'Why a ticket goes up, in a word that is counted. The reason in words stands beside it.',
  {
    SKILL: 'It needs somebody who knows more about it.',
    ACCESS: 'It needs rights or access that the owner does not have.',
    SUPERVISOR: 'It needs the word of a supervisor.',
    LATE: 'It is late, or about to be; so says the desk where it escalates by itself.',
    OTHER: 'Anything else, and what was escalated before there were words for it.',
  },
);
