import { v7 as newId } from 'uuid';
import type { Tx } from '../app/ports/store';
import { SqlAdminStore } from './admin-store';
import { createAnswerStore } from './answer-store';
import { SqlAuditStore } from './audit-store';
import { SqlCareStore } from './care-store';
import { SqlDeskStore } from './desk-store';
import { SqlDigestStore } from './digest-store';
import {
  awaitsCard,
  continueOutbox,
  finishInbox,
  finishOutbox,
  isShown,
  lastShown,
  requeue,
  sendErrands,
  surfaceAt,
  surfaceNamed,
} from './errands';
import { SqlEscalationStore } from './escalation-store';
import { SqlFactStore } from './fact-store';
import { SqlFeedbackStore } from './feedback-store';
import { SqlHealthStore } from './health-store';
import { SqlPromiseStore, SqlTimelineStore } from './history-store';
import { SqlIntakeStore } from './intake-store';
import { SqlLabelStore } from './label-store';
import { SqlLinkStore } from './link-store';
import { SqlMessageStore } from './message-store';
import { SqlPeopleStore } from './people-store';
import { SqlRollupStore } from './rollup-store';
import { SqlRosterStore } from './roster-store';
import { SqlSearchStore } from './search-store';
import type { Desk } from './shelves';
import { SqlSignalStore } from './signal-store';
import { SqlTicketStore } from './ticket-store';
import { SqlTrackerStore } from './tracker-store';
import { SqlWebhookStore } from './webhook-store';
import { SqlWorkItemStore } from './work-item-store';

/** Everything one transaction of one tenant can touch. */
export const openTransaction = (desk: Desk): Tx => ({
  tenantId: desk.tenantId,
  newId: () => newId(),
  tickets: new SqlTicketStore(desk),
  messages: new SqlMessageStore(desk),
  timeline: new SqlTimelineStore(desk),
  promises: new SqlPromiseStore(desk),
  care: new SqlCareStore(desk),
  facts: new SqlFactStore(desk),
  rollups: new SqlRollupStore(desk),
  health: new SqlHealthStore(desk),
  escalations: new SqlEscalationStore(desk),
  roster: new SqlRosterStore(desk),
  people: new SqlPeopleStore(desk),
  desk: new SqlDeskStore(desk),
  intake: new SqlIntakeStore(desk),
  answers: createAnswerStore(desk.sql, desk.tenantId),
  admin: new SqlAdminStore(desk),
  links: new SqlLinkStore(desk),
  feedback: new SqlFeedbackStore(desk),
  digests: new SqlDigestStore(desk),
  webhooks: new SqlWebhookStore(desk),
  audit: new SqlAuditStore(desk),
  signals: new SqlSignalStore(desk),
  labels: new SqlLabelStore(desk),
  search: new SqlSearchStore(desk),
  workItems: new SqlWorkItemStore(desk),
  trackers: new SqlTrackerStore(desk),
  send: (errands) => sendErrands(desk, errands),
  surface: (name) => surfaceNamed(desk, name),
  isShown: (name) => isShown(desk, name),
  awaitsCard: (channel) => awaitsCard(desk, channel),
  surfaceAt: (ref) => surfaceAt(desk, ref),
  lastShown: (ticketId, surface) => lastShown(desk, ticketId, surface),
  finishInbox: (lease) => finishInbox(desk, lease),
  finishOutbox: (lease, result) => finishOutbox(desk, lease, result),
  continueOutbox: (lease, ref, left) => continueOutbox(desk, lease, ref, left),
  requeue: (messageId) => requeue(desk, messageId),
});
