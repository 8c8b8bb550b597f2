import { v7 as newId } from 'uuid';
import type { Arrival } from '../../src/app/ports/arrival';
import type { ThreadRef } from '../../src/app/ports/chat-event';
import type { Errand } from '../../src/app/ports/queues';
import type { Channel, Contact, Customer, Member } from '../../src/app/ports/records';
import type { NewMessage } from '../../src/app/ports/store';
import type { Database } from '../../src/db/data-source';
import { plain } from '../../src/domain/text';
import type { Ticket } from '../../src/domain/ticket';

export const T0 = new Date('2026-03-02T09:00:00.000Z');
export const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

/** A whole small desk of one vendor. */
export interface SeededDesk {
  readonly tenantId: string;
  readonly workspace: string;
  readonly channel: Channel;
  readonly triage: Channel;
  readonly customer: Customer;
  readonly contact: Contact;
  readonly member: Member;
  readonly ticket: Ticket;
}

export const installation = (externalId: string, botToken = `xoxb-${externalId}`) => ({
  platform: 'slack' as const,
  externalId,
  name: `Vendor ${externalId}`,
  appId: 'A1',
  botUserId: 'UBOT',
  botToken,
  scopes: ['chat:write', 'channels:history'],
});

export const seedDesk = async (database: Database, workspace: string): Promise<SeededDesk> => {
  const tenantId = await database.installations.save(installation(workspace), T0);
  return database.unitOfWork.run(tenantId, async (tx) => {
    const home = await tx.desk.workspace('slack', workspace);
    const queue = await tx.desk.defaultQueue();
    const customer: Customer = {
      id: newId(),
      tenantId,
      name: `Customer of ${workspace}`,
      domain: 'acme.example',
      tier: 'standard',
      zone: 'Europe/Paris',
      ownerId: null,
      createdAt: T0,
    };
    await tx.desk.insertCustomer(customer, 'slack', `TCUST-${workspace}`);
    const room = (externalId: string, kind: Channel['kind']): Channel => ({
      id: newId(),
      tenantId,
      workspaceId: home?.id ?? '',
      platform: 'slack',
      workspace,
      externalId,
      name: externalId.toLowerCase(),
      kind,
      intakeMode: null,
      customerId: kind === 'CUSTOMER' ? customer.id : null,
      queueId: queue.id,
      isExternallyShared: kind === 'CUSTOMER',
      active: true,
      joinedAt: T0,
    });
    const channel = room('CSHARED', 'CUSTOMER');
    const triage = room('CTRIAGE', 'TRIAGE');
    await tx.desk.insertChannel(channel);
    await tx.desk.insertChannel(triage);
    const contact: Contact = {
      id: newId(),
      tenantId,
      customerId: customer.id,
      name: 'Cleo',
      zone: null,
    };
    await tx.people.insertContact(contact, 'slack', `TCUST-${workspace}`, 'UCLEO');
    const member: Member = {
      id: newId(),
      tenantId,
      name: 'Ada',
      role: 'AGENT',
      active: true,
      deactivatedByHand: false,
      queueIds: [],
      avatarUrl: null,
      zone: null,
    };
    await tx.people.insertMember(member, 'slack', workspace, 'UADA');
    const ticket: Ticket = {
      id: newId(),
      tenantId,
      number: await tx.tickets.nextNumber(),
      customerId: customer.id,
      channelId: channel.id,
      threadId: '1772442000.000100',
      openedByContactId: contact.id,
      queueId: queue.id,
      level: 1,
      status: 'NEW',
      waitingOn: 'US',
      priority: 'NORMAL',
      assigneeId: null,
      leaseUntil: null,
      snoozedUntil: null,
      cause: null,
      signalledAt: null,
      thirdParty: null,
      nextCheckAt: null,
      silenceDueAt: null,
      checkedInAt: null,
      subject: 'The export is empty',
      openedAt: T0,
      firstResponseDueAt: minutes(60),
      firstRespondedAt: null,
      firstResponderId: null,
      unansweredSince: T0,
      escalationReason: null,
      solution: null,
      firstSolvedAt: null,
      lastSolvedAt: null,
      reopenCount: 0,
      workItemCount: 0,
      labelCount: 0,
      version: 1,
      updatedAt: T0,
    };
    await tx.tickets.insert(ticket);
    return { tenantId, workspace, channel, triage, customer, contact, member, ticket };
  });
};

export const messageIn = (desk: SeededDesk, part: Partial<NewMessage> = {}): NewMessage => ({
  id: newId(),
  tenantId: desk.tenantId,
  ticketId: desk.ticket.id,
  channelId: desk.channel.id,
  platformId: null,
  threadId: desk.ticket.threadId,
  author: { kind: 'contact', id: desk.contact.id, name: desk.contact.name },
  visibility: 'PUBLIC',
  body: plain('Where is my export?'),
  files: [],
  occurredAt: T0,
  needsAnswer: true,
  deliveryState: 'RECEIVED',
  ...part,
});

export const arrival = (dedupKey: string, lane: string, part: Partial<Arrival> = {}): Arrival => ({
  platform: 'slack',
  workspace: 'T1',
  dedupKey,
  lane,
  raw: Buffer.from(`{"event_id":"${dedupKey}"}`),
  occurredAt: T0,
  ...part,
});

export const thread = (
  desk: SeededDesk,
  threadId: string | null,
  channel = 'CSHARED',
): ThreadRef => ({
  platform: 'slack',
  workspace: desk.workspace,
  channel,
  threadId,
});

export const errand = (to: ThreadRef, part: Partial<Errand> = {}): Errand => ({
  kind: 'post',
  to,
  inThreadOf: null,
  what: { kind: 'text', text: plain('Hello'), as: null },
  ticketId: null,
  messageId: null,
  surface: null,
  at: null,
  userId: null,
  ...part,
});
