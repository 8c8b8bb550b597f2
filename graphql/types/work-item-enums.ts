import type { TrackerKind, WorkItemState } from '../../src/domain/work-item';
import { describedEnum } from './enums';

export const TrackerKindEnum = describedEnum<TrackerKind>(
  'TrackerKind',
  'Where developers keep what they work on.',
  {
    GITHUB: 'GitHub or GitHub Enterprise: issues and pull requests.',
    LINEAR: 'Linear.',
    JIRA: 'Jira, of Atlassian or of your own.',
  },
);

export const WorkItemStateEnum = describedEnum<WorkItemState>(
  'WorkItemState',
  'Where a work item stands, whatever its tracker calls it.',
  {
    UNKNOWN: 'Its tracker has not told yet.',
    TODO: 'Nobody works on it yet.',
    IN_PROGRESS: 'Somebody works on it.',
    CANCELLED: 'Nothing will be made of it.',
    DONE: 'It is said to be done.',
  },
);
