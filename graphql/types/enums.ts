import { registerEnumType } from 'type-graphql';
import type { Metric } from '../../src/app/metrics/definitions';
import type { GapReason } from '../../src/app/metrics/read-metrics';
import type { Platform } from '../../src/app/ports/chat-event';
import type { CustomerSort } from '../../src/app/ports/desk-lists';
import type { TicketSort } from '../../src/app/ports/readers';
import type { ChannelKind } from '../../src/app/ports/records';
import { ROLES, type Role } from '../../src/domain/actor';
import type { IntakeDecision, IntakeMode, IntakeReason } from '../../src/domain/chatter';
import type {
  DeliveryState,
  Priority,
  TicketStatus,
  Visibility,
  WaitingOn,
} from '../../src/domain/ticket';

/** Registers an enum from its values and what each of them means. */
export const describedEnum = <Value extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<Value, string>>,
): Readonly<Record<string, string>> => {
  const keys = Object.keys(meanings);
  const values = Object.fromEntries(keys.map((key) => [key.toUpperCase(), key]));
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(meanings).map(([key, text]) => [
      key.toUpperCase(),
      { description: text },
    ]),
  );
  registerEnumType(values, { name, description, valuesConfig });
  return values;
};

export const TicketStatusEnum = describedEnum<TicketStatus>(
  'TicketStatus',
  'Where a ticket stands.',
  {
    NEW: 'Nobody of ours has touched it yet.',
    OPEN: 'Somebody works on it.',
    SNOOZED: 'Asleep until a time or until the customer writes.',
    SOLVED: 'We proposed a solution; the customer has not answered yet.',
    CONFIRMED: 'The customer said it is solved.',
    UNCONFIRMED: 'Solved by us, and the customer stayed silent.',
    CLOSED: 'Ended for good.',
    NOT_A_REQUEST: 'The message asked for nothing.',
    MERGED: 'Its history continues in another ticket.',
  },
);

export const WaitingOnEnum = describedEnum<WaitingOn>('WaitingOn', 'Whose step is next.', {
  US: 'The customer waits for us.',
  CUSTOMER: 'We wait for the customer.',
  THIRD_PARTY: 'Both wait for somebody else.',
  NOBODY: 'Nothing is open.',
});

export const PriorityEnum = describedEnum<Priority>('Priority', 'How urgent a ticket is.', {
  LOW: 'Can wait.',
  NORMAL: 'The default.',
  HIGH: 'Before the others.',
  URGENT: 'Now.',
});

export const VisibilityEnum = describedEnum<Visibility>('Visibility', 'Who can see a message.', {
  PUBLIC: 'Stands in the customer thread.',
  INTERNAL: 'A note. Never reaches the customer.',
});

export const DeliveryStateEnum = describedEnum<DeliveryState>(
  'DeliveryState',
  'What became of a message on its way to the platform.',
  {
    RECEIVED: 'It came in from the platform.',
    PENDING: 'Stored, not yet shown.',
    DELIVERED: 'Shown on the platform.',
    UNKNOWN: 'May or may not have been shown; being looked up.',
    FAILED: 'Refused by the platform; `deliveryError` says why.',
  },
);

export const RoleEnum = describedEnum<Role>('Role', 'What a member or token may do.', {
  PARTNER:
    'Sees and works only the tickets of their queues; without queues, those assigned to them.',
  AGENT: 'Works on every ticket.',
  SUPERVISOR: 'An agent who also reads the figures.',
  ADMIN: 'May do everything.',
});

export const PlatformEnum = describedEnum<Platform>(
  'Platform',
  'The chat system a channel is in.',
  {
    slack: 'Slack.',
    teams: 'Microsoft Teams.',
  },
);

export const ChannelKindEnum = describedEnum<ChannelKind>('ChannelKind', 'What a channel is for.', {
  CUSTOMER: 'Shared with a customer.',
  TRIAGE: 'Ours; shows the work that waits.',
  INTERNAL: 'Ours; any other.',
});

export const OrdinaryChannelKindEnum = describedEnum<Exclude<ChannelKind, 'TRIAGE'>>(
  'OrdinaryChannelKind',
  'What a channel is for that shows no queue.',
  { CUSTOMER: 'Shared with a customer.', INTERNAL: 'Ours, and nobody else reads it.' },
);

export const IntakeModeEnum = describedEnum<IntakeMode>(
  'IntakeMode',
  'What turns a message of a channel into a ticket.',
  {
    EVERY_MESSAGE: 'Every message of a customer that asks for something.',
    MENTION: 'A message that mentions the desk.',
    EMOJI: 'A :ticket: reaction.',
    SHORTCUT: 'The message shortcut or a command.',
    OFF: 'Nothing.',
  },
);

export const IntakeVerdictEnum = describedEnum<IntakeDecision['verdict']>(
  'IntakeVerdict',
  'What became of a customer message.',
  {
    TICKET: 'It opened a ticket.',
    JOINED: 'It joined an existing ticket.',
    NOT_A_REQUEST: 'It was recorded and asks for nothing.',
  },
);

export const IntakeReasonEnum = describedEnum<IntakeReason>(
  'IntakeReason',
  'Why a message did or did not become a ticket.',
  {
    NEW_REQUEST: 'A customer asked something new.',
    ON_DEMAND: 'Somebody asked for a ticket.',
    IN_TICKET_THREAD: 'It stands in the thread of a ticket.',
    FOLLOW_UP_IN_WINDOW: 'The same person wrote again shortly after.',
    GREETING: 'A greeting only.',
    THANKS: 'Thanks only.',
    EMOJI_ONLY: 'Emoji only.',
    EMPTY: 'No text and no file.',
    NOT_MENTIONED: 'The channel asks for a mention and there was none.',
    ON_DEMAND_ONLY: 'The channel makes tickets on demand only.',
    INTAKE_OFF: 'Intake is off in this channel.',
    NOT_A_CUSTOMER: 'The author is not a customer.',
    BOT: 'A bot wrote it.',
    MEMBER_SPOKE: 'One of ours wrote it.',
    LIST_ASKED: 'The customer asked for the list of their tickets.',
    REVERSED: 'A person reversed the earlier decision.',
  },
);

export const TicketSortEnum = describedEnum<TicketSort>(
  'TicketSortField',
  'What a list is ordered by.',
  {
    OPENED_AT: 'When the customer first wrote.',
    UPDATED_AT: 'The last change.',
    PRIORITY: 'LOW to URGENT.',
    NUMBER: 'The ticket number.',
    UNANSWERED_SINCE: 'The oldest unanswered message; none counts as latest.',
    FIRST_RESPONSE_DUE_AT: 'When the first answer is due; not due counts as latest.',
  },
);

export const CustomerSortEnum = describedEnum<CustomerSort>(
  'CustomerSortField',
  'What a list of customers is ordered by.',
  {
    NAME: 'What they are called.',
    HEALTH:
      'Their `standing`: the worst first, or the best; of whom nothing can be said comes last.',
  },
);

export const DirectionEnum = describedEnum<'ASC' | 'DESC'>(
  'SortDirection',
  'Which end comes first.',
  {
    ASC: 'Smallest or oldest first.',
    DESC: 'Largest or newest first.',
  },
);

export const MetricEnum = describedEnum<Metric>('Metric', 'The figures the desk publishes.', {
  OPEN: 'Open tickets.',
  WAITING_ON_US: 'Tickets whose next step is ours.',
  FIRST_RESPONSE: 'First response time.',
});

export const UnitEnum = describedEnum<'TICKETS' | 'CALENDAR_SECONDS'>(
  'Unit',
  'What a figure counts.',
  {
    TICKETS: 'Tickets.',
    CALENDAR_SECONDS: 'Seconds, nights and weekends included.',
  },
);

export const FigureEnum = describedEnum<'P50' | 'P90' | 'MEAN'>(
  'Figure',
  'One number of a distribution.',
  {
    P50: 'The median.',
    P90: 'The 90th percentile.',
    MEAN: 'The mean.',
  },
);

export const GapReasonEnum = describedEnum<GapReason>('GapReason', 'Why a figure is null.', {
  NO_SAMPLE: 'No ticket in the window.',
  NOT_REACHED: 'So many still wait that the percentile is not known yet.',
});

/** Role sets for guards, lowest first. */
export const TEAM: readonly Role[] = ROLES;
export const STAFF: readonly Role[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
export const LEADS: readonly Role[] = ['SUPERVISOR', 'ADMIN'];
export const ADMINS: readonly Role[] = ['ADMIN'];
