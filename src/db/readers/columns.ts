import type { Platform } from '../../app/ports/chat-event';
import type { MessageView } from '../../app/ports/readers';
import type { Channel, ChannelKind, Customer } from '../../app/ports/records';
import type { IntakeMode } from '../../domain/chatter';
import type {
  Author,
  DeliveryState,
  FileLink,
  Priority,
  Ticket,
  TicketStatus,
  Visibility,
  WaitingOn,
} from '../../domain/ticket';

/** Undefined: every column. */
type Names = ReadonlySet<string> | null | undefined;

/**
 * `t.id as t_id, ...`: every column is named, and none collides with another table's. With names
 * given only those are selected, besides what identifies a row and says whose it is.
 */
export const selecting = (alias: string, always: string, columns: string) => {
  const all = [
    ...always.split(' ').map((column) => ({ column, name: null })),
    ...columns.split(' ').map((column) => ({
      column,
      name: column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    })),
  ];
  return (wanted?: Names): string =>
    all
      .filter(({ name }) => name === null || (wanted?.has(name) ?? true))
      .map(({ column }) => `${alias}.${column} as ${alias}_${column}`)
      .join(', ');
};

export const ticketColumns = selecting(
  't',
  'id queue_id',
  'number customer_id channel_id thread_id opened_by_contact_id level status waiting_on priority assignee_id lease_until snoozed_until third_party next_check_at silence_due_at checked_in_at subject opened_at first_response_due_at first_responded_at first_responder_id unanswered_since escalation_reason solution cause signalled_at first_solved_at last_solved_at reopen_count work_item_count label_count version updated_at',
);
export const customerColumns = selecting('c', 'id', 'name domain tier zone owner_id created_at');
const roomColumns = selecting(
  'h',
  'id',
  'workspace_id external_id name kind intake_mode customer_id queue_id is_externally_shared active joined_at',
);
export const channelColumns = (wanted?: Names): string =>
  `${roomColumns(wanted)}, w.platform as w_platform, w.external_id as w_external_id`;
export const messageColumns = selecting(
  'm',
  'id author_kind author_id author_name',
  'ticket_id channel_id platform_id thread_id visibility plain files occurred_at edited_at deleted_at edited_after_answer delivery_state delivery_error',
);

export interface TicketColumns {
  readonly t_id: string;
  readonly t_number: number;
  readonly t_customer_id: string;
  readonly t_channel_id: string;
  readonly t_thread_id: string;
  readonly t_opened_by_contact_id: string | null;
  readonly t_queue_id: string;
  readonly t_level: number;
  readonly t_status: TicketStatus;
  readonly t_waiting_on: WaitingOn;
  readonly t_priority: Priority;
  readonly t_assignee_id: string | null;
  readonly t_lease_until: Date | null;
  readonly t_snoozed_until: Date | null;
  readonly t_third_party: string | null;
  readonly t_next_check_at: Date | null;
  readonly t_silence_due_at: Date | null;
  readonly t_checked_in_at: Date | null;
  readonly t_subject: string;
  readonly t_opened_at: Date;
  readonly t_first_response_due_at: Date | null;
  readonly t_first_responded_at: Date | null;
  readonly t_first_responder_id: string | null;
  readonly t_unanswered_since: Date | null;
  readonly t_escalation_reason: string | null;
  readonly t_solution: string | null;
  readonly t_cause: string | null;
  readonly t_signalled_at: Date | null;
  readonly t_first_solved_at: Date | null;
  readonly t_last_solved_at: Date | null;
  readonly t_reopen_count: number;
  readonly t_work_item_count: number;
  readonly t_label_count: number;
  readonly t_version: number;
  readonly t_updated_at: Date;
}

export const readTicket = (tenantId: string, row: TicketColumns): Ticket => ({
  id: row.t_id,
  tenantId,
  number: row.t_number,
  customerId: row.t_customer_id,
  channelId: row.t_channel_id,
  threadId: row.t_thread_id,
  openedByContactId: row.t_opened_by_contact_id,
  queueId: row.t_queue_id,
  level: row.t_level,
  status: row.t_status,
  waitingOn: row.t_waiting_on,
  priority: row.t_priority,
  assigneeId: row.t_assignee_id,
  leaseUntil: row.t_lease_until,
  snoozedUntil: row.t_snoozed_until,
  thirdParty: row.t_third_party,
  nextCheckAt: row.t_next_check_at,
  silenceDueAt: row.t_silence_due_at,
  checkedInAt: row.t_checked_in_at,
  subject: row.t_subject,
  openedAt: row.t_opened_at,
  firstResponseDueAt: row.t_first_response_due_at,
  firstRespondedAt: row.t_first_responded_at,
  firstResponderId: row.t_first_responder_id,
  unansweredSince: row.t_unanswered_since,
  escalationReason: row.t_escalation_reason,
  solution: row.t_solution,
  cause: row.t_cause,
  signalledAt: row.t_signalled_at,
  firstSolvedAt: row.t_first_solved_at,
  lastSolvedAt: row.t_last_solved_at,
  reopenCount: row.t_reopen_count,
  workItemCount: row.t_work_item_count,
  labelCount: row.t_label_count,
  version: row.t_version,
  updatedAt: row.t_updated_at,
});

export interface CustomerColumns {
  readonly c_id: string;
  readonly c_name: string;
  readonly c_domain: string | null;
  readonly c_tier: string;
  readonly c_zone: string | null;
  readonly c_owner_id: string | null;
  readonly c_created_at: Date;
}

export const readCustomer = (tenantId: string, row: CustomerColumns): Customer => ({
  id: row.c_id,
  tenantId,
  name: row.c_name,
  domain: row.c_domain,
  tier: row.c_tier,
  zone: row.c_zone,
  ownerId: row.c_owner_id,
  createdAt: row.c_created_at,
});

export interface ChannelColumns {
  readonly h_id: string;
  readonly h_workspace_id: string;
  readonly h_external_id: string;
  readonly h_name: string;
  readonly h_kind: ChannelKind;
  readonly h_intake_mode: IntakeMode | null;
  readonly h_customer_id: string | null;
  readonly h_queue_id: string | null;
  readonly h_is_externally_shared: boolean;
  readonly h_active: boolean;
  readonly h_joined_at: Date;
  readonly w_platform: Platform;
  readonly w_external_id: string;
}

export const readChannel = (tenantId: string, row: ChannelColumns): Channel => ({
  id: row.h_id,
  tenantId,
  workspaceId: row.h_workspace_id,
  platform: row.w_platform,
  workspace: row.w_external_id,
  externalId: row.h_external_id,
  name: row.h_name,
  kind: row.h_kind,
  intakeMode: row.h_intake_mode,
  customerId: row.h_customer_id,
  queueId: row.h_queue_id,
  isExternallyShared: row.h_is_externally_shared,
  active: row.h_active,
  joinedAt: row.h_joined_at,
});

export interface MessageColumns {
  readonly m_id: string;
  readonly m_ticket_id: string | null;
  readonly m_channel_id: string;
  readonly m_platform_id: string | null;
  readonly m_thread_id: string | null;
  readonly m_author_kind: Author['kind'];
  readonly m_author_id: string | null;
  readonly m_author_name: string;
  readonly m_visibility: Visibility;
  readonly m_plain: string;
  readonly m_files: readonly FileLink[];
  readonly m_occurred_at: Date;
  readonly m_edited_at: Date | null;
  readonly m_deleted_at: Date | null;
  readonly m_edited_after_answer: boolean;
  readonly m_delivery_state: DeliveryState;
  readonly m_delivery_error: string | null;
}

const readAuthor = ({
  m_author_kind: kind,
  m_author_id: id,
  m_author_name: name,
}: MessageColumns): Author =>
  kind === 'bot' || id === null ? { kind: 'bot', id: null, name } : { kind, id, name };

export const readMessage = (tenantId: string, row: MessageColumns): MessageView => ({
  id: row.m_id,
  tenantId,
  ticketId: row.m_ticket_id,
  channelId: row.m_channel_id,
  platformId: row.m_platform_id,
  threadId: row.m_thread_id,
  author: readAuthor(row),
  visibility: row.m_visibility,
  plain: row.m_plain,
  files: row.m_files,
  occurredAt: row.m_occurred_at,
  editedAt: row.m_edited_at,
  deletedAt: row.m_deleted_at,
  editedAfterAnswer: row.m_edited_after_answer,
  deliveryState: row.m_delivery_state,
  deliveryError: row.m_delivery_error,
});
