import { v7 as newId } from 'uuid';
import { readCareDocument } from '../../src/app/care/care-document';
import { giveOutWaiting } from '../../src/app/care/give-out-waiting';
import { keepCare } from '../../src/app/care/keep-care';
import { markDue } from '../../src/app/care/mark-due';
import type { Desk } from '../../src/app/desk';
import { receiveRequest } from '../../src/app/intake/receive-request';
import type { Member } from '../../src/app/ports/records';
import type { Tx } from '../../src/app/ports/store';
import { type ChangeRequest, changeTicket } from '../../src/app/tickets/change-ticket';
import { noteIn, replyIn, solveIn } from '../../src/app/tickets/speak';
import { markUrgentIn } from '../../src/app/tickets/team-commands';
import type { Database } from '../../src/db/data-source';
import type { Command } from '../../src/domain/command';
import type { MarkedPromise } from '../../src/domain/promise';
import { plain } from '../../src/domain/text';
import type { Ticket } from '../../src/domain/ticket';
import { type SeededDesk, seedDesk } from '../db/fixtures';
import { silentLog } from './database';

/** Where a customer writes, and who. */
export type Room = Pick<SeededDesk, 'channel' | 'contact'>;

/** A desk on a real database whose clock only moves when it is told to. */
export class CareWorld {
  now: Date;
  private said = 0;

  private constructor(
    readonly database: Database,
    readonly seeded: SeededDesk,
    start: Date,
  ) {
    this.now = start;
  }

  static async begin(database: Database, workspace: string, start: string): Promise<CareWorld> {
    const seeded = await seedDesk(database, workspace);
    const world = new CareWorld(database, seeded, new Date(start));
    await world.run(async (tx) => {
      await tx.desk.setTriageChannel(seeded.ticket.queueId, seeded.triage.id);
      // The seeded ticket is none of this story's.
      await tx.tickets.save({ ...seeded.ticket, status: 'CLOSED', version: 2 }, 1);
    });
    return world;
  }

  get desk(): Desk {
    return {
      unitOfWork: this.database.unitOfWork,
      directory: this.database.directory,
      clock: { now: () => this.now },
      log: silentLog,
      newId,
      nudge: () => undefined,
    };
  }

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.unitOfWork.run(this.seeded.tenantId, work);
  }

  at(time: string): this {
    this.now = new Date(time);
    return this;
  }

  /** Lets the time pass up to an instant, sweeping every few minutes as the desk does. */
  async until(time: string, everyMin = 5): Promise<this> {
    const end = new Date(time);
    while (this.now < end) {
      this.now = new Date(Math.min(end.getTime(), this.now.getTime() + everyMin * 60_000));
      await this.sweep();
    }
    return this;
  }

  async sweep(): Promise<number> {
    let rows = 0;
    for (let round = 0; round < 20; round += 1) {
      const found = (await markDue(this.desk, 200)) + (await giveOutWaiting(this.desk, 200));
      rows += found;
      if (found === 0) return rows;
    }
    throw new Error('the sweep does not come to an end');
  }

  /** Another customer, in Teams: a team of the same desk. */
  async inTeams(): Promise<Room> {
    const { tenantId, workspace } = this.seeded;
    const workspaceId = newId();
    await this.database.dataSource.query(
      `insert into workspace (tenant_id, id, platform, external_id, name, installed_at)
       values ($1, $2, 'teams', $3, 'Teams', $4)`,
      [tenantId, workspaceId, `teams-${workspace}`, this.now],
    );
    const customer = { ...this.seeded.customer, id: newId(), name: `Teams of ${workspace}` };
    const contact = { ...this.seeded.contact, id: newId(), customerId: customer.id, name: 'Tess' };
    const channel = {
      ...this.seeded.channel,
      id: newId(),
      workspaceId,
      platform: 'teams' as const,
      workspace: `teams-${workspace}`,
      externalId: '19:shared@thread.tacv2',
      customerId: customer.id,
    };
    await this.run(async (tx) => {
      await tx.desk.insertCustomer(customer, 'teams', `tenant-${workspace}`);
      await tx.desk.insertChannel(channel);
      await tx.people.insertContact(contact, 'teams', `tenant-${workspace}`, 'aad-tess');
    });
    return { channel, contact };
  }

  /** The customer writes, into a thread or beginning one. Returns the thread's id. */
  async asks(
    text: string,
    thread: string | null = null,
    room: Room = this.seeded,
  ): Promise<string> {
    this.said += 1;
    const id = `${Math.floor(this.now.getTime() / 1000)}.${String(this.said).padStart(6, '0')}`;
    const { channel, contact } = room;
    const { platform, workspace } = channel;
    const home = platform === 'slack' ? `TCUST-${workspace}` : workspace;
    await this.run((tx) =>
      receiveRequest(tx, { triageChannelName: 'triage', newId, now: this.now }, channel, contact, {
        channel: { platform, workspace, channel: channel.externalId },
        id,
        threadId: thread ?? id,
        author: { platform, home, userId: contact.id, isBot: false },
        body: plain(text),
        files: [],
        occurredAt: this.now,
        editedAt: null,
        mentionsUs: false,
        echoOf: null,
        fromHistory: false,
      }),
    );
    return thread ?? id;
  }

  async ticket(thread: string, room: Room = this.seeded): Promise<Ticket> {
    const ticket = await this.run((tx) => tx.tickets.findByThread(room.channel.id, thread));
    if (ticket === null) throw new Error(`no ticket in thread ${thread}`);
    return ticket;
  }

  private async utterance(thread: string, text: string) {
    const { id, name, role } = this.seeded.member;
    return {
      ticketId: (await this.ticket(thread)).id,
      expectedVersion: null,
      actor: { kind: 'member', memberId: id, name, role, active: true } as const,
      memberId: id,
      body: plain(text),
      newId,
    };
  }

  async replies(thread: string, text = 'We are looking into it.'): Promise<void> {
    const said = await this.utterance(thread, text);
    await this.run((tx) => replyIn(tx, said, this.now));
  }

  async notes(thread: string, text = 'Looks like the cache.'): Promise<void> {
    const said = await this.utterance(thread, text);
    await this.run((tx) => noteIn(tx, said, this.now));
  }

  async solves(thread: string, text = 'The cache was cleared.'): Promise<void> {
    const said = await this.utterance(thread, text);
    await this.run((tx) => solveIn(tx, said, this.now));
  }

  async does(thread: string, command: Command): Promise<Ticket> {
    const { ticketId, actor } = await this.utterance(thread, 'x');
    const request: ChangeRequest = { ticketId, expectedVersion: null, actor };
    return this.run((tx) => changeTicket(tx, request, { command }, this.now));
  }

  /** The customer presses a button or says its word. */
  async presses(thread: string, command: Command): Promise<Ticket> {
    const { id, customerId, name } = this.seeded.contact;
    const actor = { kind: 'contact', contactId: id, customerId, name } as const;
    const ticketId = (await this.ticket(thread)).id;
    const request: ChangeRequest = { ticketId, expectedVersion: null, actor };
    return this.run((tx) => changeTicket(tx, request, { command }, this.now));
  }

  /** Somebody joins the team; null: no chat knows them. */
  async joins(name: string, role: Member['role'], userId: string | null): Promise<void> {
    const { seeded } = this;
    const id = newId();
    const member = { ...seeded.member, id, name, role, active: true };
    await this.run((tx) =>
      tx.people.insertMember(
        member,
        userId === null ? 'teams' : 'slack',
        `T-${name}`,
        userId ?? id,
      ),
    );
  }

  /** The customer presses *It is urgent*. */
  async urges(thread: string): Promise<void> {
    const { id, customerId, name } = this.seeded.contact;
    const actor = { kind: 'contact', contactId: id, customerId, name } as const;
    const ticketId = (await this.ticket(thread)).id;
    await this.run((tx) => markUrgentIn(tx, { ticketId, expectedVersion: null, actor }, this.now));
  }

  async promises(thread: string): Promise<readonly Omit<MarkedPromise, 'id' | 'toldIn'>[]> {
    const { id } = await this.ticket(thread);
    return this.database.dataSource.query(
      `select kind, state, due_at as "dueAt", told_at as "toldAt", renew_at as "renewAt",
         settled_at as "settledAt" from promise where ticket_id = $1 order by told_at, due_at, id`,
      [id],
    );
  }

  async clocks(thread: string): Promise<Record<string, string>> {
    const { id } = await this.ticket(thread);
    const clocks = await this.run((tx) => tx.care.clocksOf(id));
    return Object.fromEntries(clocks.map(({ measure, state }) => [measure, state]));
  }

  /** Everything put on the outbox for a surface or place, as text. */
  async sent(channel: string, kind = 'post'): Promise<string[]> {
    const rows: { what: unknown }[] = await this.database.dataSource.query(
      `select what from outbox where tenant_id = $1 and channel = $2 and kind = $3
       order by position`,
      [this.seeded.tenantId, channel, kind],
    );
    return rows.map(({ what }) => JSON.stringify(what));
  }

  /** Keeps a document of hours and service levels, as an operator does. */
  keeps(given: unknown): Promise<readonly string[]> {
    const operator = {
      kind: 'token',
      tokenId: 'operator',
      name: 'operator',
      role: 'ADMIN',
    } as const;
    return this.run((tx) => keepCare(tx, operator, readCareDocument(given), this.now));
  }
}
