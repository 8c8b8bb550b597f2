import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';

const ROOT = join(__dirname, '../..');
const DOCUMENTS = join(ROOT, 'dashboard/documents');

/** Which page of the dashboard offers each change. A new mutation of the API needs a place here. */
const OFFERED: Readonly<Record<string, string>> = {
  acceptEscalation: 'ticket-actions',
  addLabels: 'labels',
  addNote: 'composer',
  assignCalendar: 'assign-hours',
  assignTicket: 'action-forms',
  claimTicket: 'ticket-actions',
  completeRecoveryTask: 'recovery-list',
  connectTracker: 'settings/trackers',
  createLabel: 'settings/labels',
  createQueue: 'settings/queues',
  createTicket: 'new-ticket',
  createToken: 'settings/tokens',
  createWebhook: 'settings/webhooks',
  declineEscalation: 'ticket-actions',
  deleteGroup: 'settings/groups',
  deleteWebhook: 'settings/webhooks',
  disconnectTracker: 'settings/trackers',
  dismissSignal: 'signals',
  escalateTicket: 'action-forms',
  forgetChatIdentity: 'settings/accounts',
  link: 'same-customer',
  linkWorkItem: 'work-items',
  makeRequest: 'ticket-actions',
  makeTicketFromMessage: 'channel-page',
  markNotARequest: 'action-forms',
  removeLabels: 'labels',
  reopenTicket: 'action-forms',
  replayWebhook: 'settings/webhooks',
  replayWebhookDelivery: 'settings/webhook-deliveries',
  replyToTicket: 'composer',
  revokeToken: 'settings/tokens',
  rotateToken: 'settings/tokens',
  rotateWebhookSecret: 'settings/webhooks',
  setCalendar: 'settings/calendars',
  setChatIdentity: 'settings/accounts',
  setDigest: 'settings/digests',
  setDuty: 'duty-form',
  setEscalationPath: 'settings/path-form',
  setGroup: 'settings/groups',
  setMemberLogin: 'settings/login-form',
  setSlaPolicy: 'settings/policies',
  setTicketCause: 'wait-forms',
  setTicketPriority: 'action-forms',
  snoozeTicket: 'action-forms',
  solveTicket: 'action-forms',
  stopDigest: 'settings/digests',
  stopWaiting: 'ticket-actions',
  tellDigest: 'settings/digests',
  unlink: 'same-customer',
  unlinkWorkItem: 'work-items',
  updateCareSettings: 'settings/care',
  updateChannel: 'settings/channels',
  updateLabel: 'settings/labels',
  updateMember: 'settings/member-forms',
  updateQueue: 'settings/queues',
  updateSettings: 'settings/desk',
  updateTickets: 'at-once',
  updateWebhook: 'settings/webhooks',
  upsertCustomer: 'customer-form',
  waitForThirdParty: 'wait-forms',
  wakeTicket: 'ticket-actions',
};

/** Each change the page can ask for, by the name the API gives it, with the name of its document. */
const documents = new Map(
  readdirSync(DOCUMENTS).flatMap((file) =>
    parse(readFileSync(join(DOCUMENTS, file), 'utf8')).definitions.flatMap((one) => {
      if (one.kind !== 'OperationDefinition' || one.operation !== 'mutation') return [];
      const [field] = one.selectionSet.selections;
      return field?.kind === 'Field' ? [[field.name.value, `${one.name?.value}Document`]] : [];
    }),
  ),
);

test('everything the API changes has its place on the page', () => {
  const schema = buildSchema(readFileSync(join(ROOT, 'graphql/schema.graphql'), 'utf8'));
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const known = Object.keys(OFFERED);
  expect(mutations.filter((one) => !known.includes(one))).toEqual([]);
  expect(known.filter((one) => !mutations.includes(one))).toEqual([]);
});

test.each(Object.entries(OFFERED))('%s is asked for in %s', (mutation, page) => {
  const document = documents.get(mutation) ?? 'no document';
  const text = readFileSync(join(ROOT, 'dashboard/pages', `${page}.tsx`), 'utf8');
  // Once to bring it in, once to use it.
  expect(text.split(document).length).toBeGreaterThan(2);
});
