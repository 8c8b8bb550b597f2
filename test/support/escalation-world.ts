import { v7 as newId } from 'uuid';
import {
  acceptEscalationIn,
  declineEscalationIn,
} from '../../src/app/escalation/answer-escalation';
import { escalateIn } from '../../src/app/escalation/escalate';
import type { PathDraft } from '../../src/app/ports/escalations';
import type { Duty } from '../../src/app/ports/roster';
import { assignIn } from '../../src/app/tickets/team-commands';
import type { Database } from '../../src/db/data-source';
import type { DaysOff } from '../../src/domain/days-off';
import type { Shift } from '../../src/domain/escalation-path';
import type { Ticket } from '../../src/domain/ticket';
import { CareWorld } from './care-world';

/** Monday to Friday, nine to five in Berlin. */
export const OFFICE: Shift = {
  zone: 'Europe/Berlin',
  opening: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1020 })),
};

/** A desk whose people are asked and given work. */
export class EscalationWorld {
  readonly people: Record<string, string> = {};
  /** What the last assigner was told. */
  warned: string[] = [];
  private constructor(readonly world: CareWorld) {}

  /** With Ada, and whom else it needs. */
  static async begin(
    database: Database,
    workspace: string,
    start: string,
    ...names: string[]
  ): Promise<EscalationWorld> {
    const desk = new EscalationWorld(await CareWorld.begin(database, workspace, start));
    await desk.hire(...names);
    return desk;
  }

  async hire(...names: string[]): Promise<void> {
    const { tenantId, workspace, member } = this.world.seeded;
    for (const name of names) {
      const id = newId();
      this.people[name] = id;
      await this.world.run((tx) =>
        tx.people.insertMember({ ...member, id, tenantId, name }, 'slack', workspace, `U${name}`),
      );
    }
  }

  idOf(name: string): string {
    const id = name === 'Ada' ? this.world.seeded.member.id : this.people[name];
    if (id === undefined) throw new Error(`nobody is called ${name}`);
    return id;
  }

  step(name: string) {
    return { memberId: this.idOf(name), groupId: null };
  }

  async path(levels: readonly (readonly string[])[], part: Partial<PathDraft> = {}): Promise<void> {
    const path: PathDraft = {
      fallbackId: null,
      assignment: 'BY_HAND',
      escalateOn: 'NEVER',
      levels: levels.map((names, at) => ({
        level: at + 1,
        name: `Line ${at + 1}`,
        acceptMin: 15,
        steps: names.map((name) => this.step(name)),
      })),
      ...part,
    };
    const { queueId } = this.world.seeded.ticket;
    await this.world.run(async (tx) => {
      const version = (await tx.escalations.path(queueId))?.version ?? 0;
      await tx.escalations.savePath(queueId, path, version, this.world.now);
    });
  }

  async works(name: string, shift: Duty['shift'], capacity: number | null = null): Promise<void> {
    const memberId = this.idOf(name);
    await this.world.run(async (tx) => {
      const daysOff = (await tx.roster.duty(memberId))?.daysOff ?? [];
      await tx.roster.saveDuty({ memberId, shift, capacity, daysOff });
    });
  }

  async isOff(name: string, ...daysOff: DaysOff[]): Promise<void> {
    const memberId = this.idOf(name);
    await this.world.run(async (tx) => {
      const { shift = null, capacity = null } = (await tx.roster.duty(memberId)) ?? {};
      await tx.roster.saveDuty({ memberId, shift, capacity, daysOff });
    });
  }

  private as(name: string) {
    const memberId = this.idOf(name);
    return { kind: 'member', memberId, name, role: 'AGENT', active: true } as const;
  }

  private async request(thread: string, name: string) {
    const ticketId = (await this.world.ticket(thread)).id;
    return { ticketId, expectedVersion: null, actor: this.as(name) };
  }

  async escalate(
    thread: string,
    reason = 'Needs a database person',
    by = 'Ada',
    level = 2,
  ): Promise<Ticket> {
    const request = await this.request(thread, by);
    const asked = { reason, level };
    return this.world.run((tx) => escalateIn(tx, request, asked, this.world.now));
  }

  async accept(thread: string, name: string): Promise<Ticket> {
    const request = await this.request(thread, name);
    return this.world.run((tx) => acceptEscalationIn(tx, request, this.idOf(name), this.world.now));
  }

  async decline(thread: string, name: string): Promise<Ticket> {
    const request = await this.request(thread, name);
    return this.world.run((tx) =>
      declineEscalationIn(tx, request, this.idOf(name), this.world.now),
    );
  }

  async assign(thread: string, name: string, by = 'Ada'): Promise<Ticket> {
    const request = await this.request(thread, by);
    const done = await this.world.run((tx) =>
      assignIn(tx, request, this.idOf(name), this.world.now),
    );
    this.warned = done.warnings.map(({ code, message, hint }) => `${code} ${message} ${hint}`);
    return done.ticket;
  }

  /** Back to the queue. */
  async release(thread: string): Promise<void> {
    const request = await this.request(thread, 'Ada');
    await this.world.run((tx) => assignIn(tx, request, null, this.world.now));
  }

  async history(thread: string): Promise<string[]> {
    const { id } = await this.world.ticket(thread);
    const entries = await this.world.run((tx) => tx.timeline.ofTicket(id, 100));
    return entries.flatMap(({ kind, after }) =>
      kind.startsWith('ESCALAT') ? [`${kind} ${String(after.member ?? '')}`.trim()] : [],
    );
  }

  team(): Promise<string[]> {
    return this.world.sent('CTRIAGE');
  }

  customer(): Promise<string[]> {
    return this.world.sent('CSHARED');
  }
}
