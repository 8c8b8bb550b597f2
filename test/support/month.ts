import { v7 as newId } from 'uuid';
import { giveOutWaiting } from '../../src/app/care/give-out-waiting';
import {
  acceptEscalationIn,
  declineEscalationIn,
} from '../../src/app/escalation/answer-escalation';
import { escalateIn } from '../../src/app/escalation/escalate';
import { rateIn, tellEffortIn } from '../../src/app/feedback/rate';
import { completeRecoveryIn } from '../../src/app/feedback/recovery';
import { changeTicket } from '../../src/app/tickets/change-ticket';
import { noteIn, replyIn, solveIn } from '../../src/app/tickets/speak';
import { assignIn, confirmIn, notYetIn } from '../../src/app/tickets/team-commands';
import { waitForIn } from '../../src/app/tickets/third-party';
import type { Database } from '../../src/db/data-source';
import type { Command } from '../../src/domain/command';
import { DeskError } from '../../src/domain/errors';
import { plain } from '../../src/domain/text';
import type { CareWorld, Room } from './care-world';
import { EscalationWorld } from './escalation-world';

const HOUR = 3_600_000;
const LEVELS = [['Grace', 'Linus'], ['Fay', 'Grace'], ['Bo']] as const;
const NAMES = ['Grace', 'Linus', 'Fay', 'Bo'] as const;

/** A repeatable stream of numbers between 0 and 1. */
const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The same five weekdays on the wall of a zone. */
const shift = (zone: string, from: number, to: number) => ({
  zone,
  opening: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: from * 60, to: to * 60 })),
});

export const CAPACITY: Readonly<Record<string, number>> = { Grace: 6, Linus: 4, Fay: 5 };

interface Case {
  readonly room: Room;
  readonly thread: string;
}

/** A desk with customers on both platforms, shifts, an escalation path, and people who err. */
export class Month {
  readonly cases: Case[] = [];
  readonly world: CareWorld;
  private constructor(
    readonly desk: EscalationWorld,
    private readonly rooms: readonly Room[],
    private readonly roll: () => number,
  ) {
    this.world = desk.world;
  }

  static async begin(
    database: Database,
    workspace: string,
    start: string,
    seed: number,
  ): Promise<Month> {
    const desk = await EscalationWorld.begin(database, workspace, start, ...NAMES);
    const { world } = desk;
    const month = new Month(desk, [world.seeded, await world.inTeams()], dice(seed));
    await desk.path(LEVELS, {
      assignment: seed % 2 === 0 ? 'LEAST_LOADED' : 'ROUND_ROBIN',
      escalateOn: 'BREACH',
      fallbackId: desk.idOf('Bo'),
    });
    await desk.works('Grace', shift('Europe/Berlin', 8, 16), CAPACITY.Grace);
    await desk.works('Linus', shift('America/New_York', 8, 16), CAPACITY.Linus);
    await desk.works('Fay', shift('Europe/Berlin', 10, 18), CAPACITY.Fay);
    // The middle of the month: whoever works by New York's wall, and one of level 2.
    const away = (day: number) => new Date(world.now.getTime() + day * 24 * HOUR).toISOString();
    await desk.isOff('Linus', { from: away(9).slice(0, 10), to: away(12).slice(0, 10) });
    await desk.isOff('Fay', { from: away(11).slice(0, 10), to: away(18).slice(0, 10) });
    return month;
  }

  get isBusy(): boolean {
    const hour = this.world.now.getUTCHours();
    return hour >= 6 && hour < 17;
  }

  pass(minutes: number): void {
    this.world.now = new Date(this.world.now.getTime() + minutes * 60_000);
  }

  /** Whatever fell due happens, and what waits is given out. */
  async sweep(): Promise<void> {
    await this.world.sweep();
    await giveOutWaiting(this.world.desk, 100);
  }

  async opens(): Promise<void> {
    const room = this.pick(this.rooms);
    const urgent = this.roll() < 0.1 ? '@here THE EXPORT IS EMPTY AGAIN' : 'The export is empty';
    const thread = await this.world.asks(urgent, null, room);
    const { channel } = room;
    // Soon after another message of the same person it joins that one's ticket.
    if ((await this.world.run((tx) => tx.tickets.findByThread(channel.id, thread))) !== null)
      this.cases.push({ room, thread });
  }

  chance(share: number): boolean {
    return this.roll() < share;
  }

  private pick<One>(from: readonly One[]): One {
    const one = from[Math.floor(this.roll() * from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** What somebody does to one ticket in one tick; refusals are part of life. */
  async act(): Promise<void> {
    if (this.cases.length === 0) return;
    const { room, thread } = this.pick(this.chance(0.7) ? this.cases.slice(-10) : this.cases);
    const { world, roll } = this;
    const { id: ticketId } = await world.ticket(thread, room);
    const name = this.pick(['Ada', ...NAMES]);
    const memberId = this.desk.idOf(name);
    const actor = { kind: 'member', memberId, name, role: 'SUPERVISOR', active: true } as const;
    const request = { ticketId, expectedVersion: null, actor };
    const { contact } = room;
    const theirs = {
      ticketId,
      expectedVersion: null,
      actor: {
        kind: 'contact',
        contactId: contact.id,
        customerId: contact.customerId,
        name: contact.name,
      },
    } as const;
    const later = new Date(world.now.getTime() + Math.ceil(roll() * 72) * HOUR);
    const said = (text: string) => ({ ...request, memberId, body: plain(text), newId });
    const ours = (command: Command) => this.change(request, command);
    const does: readonly (() => Promise<unknown>)[] = [
      () => world.asks('Any news about this?', thread, room),
      () => world.asks('thanks', thread, room),
      () => world.asks('works now', thread, room),
      () => world.run((tx) => replyIn(tx, said('We are looking into it.'), world.now)),
      () => world.run((tx) => replyIn(tx, said('The team has found the cause.'), world.now)),
      () => world.run((tx) => replyIn(tx, said('It is being repaired.'), world.now)),
      () => world.run((tx) => noteIn(tx, said('Looks like the cache.'), world.now)),
      () =>
        world.run((tx) =>
          solveIn(tx, { ...said('The cache was cleared.'), cause: 'cache' }, world.now),
        ),
      () => world.run((tx) => solveIn(tx, said('It was restarted.'), world.now)),
      () => ours({ do: 'claim', memberId }),
      () => world.run((tx) => assignIn(tx, request, roll() < 0.3 ? null : memberId, world.now)),
      () => ours({ do: 'snooze', until: later }),
      () => ours({ do: 'set-priority', priority: roll() < 0.5 ? 'HIGH' : 'LOW' }),
      () => ours({ do: 'not-a-request', reason: 'small talk' }),
      () =>
        world.run((tx) =>
          waitForIn(tx, request, { memberId, party: 'Hosting Ltd', until: later }, world.now),
        ),
      () => ours({ do: 'stop-waiting' }),
      () =>
        world.run((tx) =>
          escalateIn(tx, request, { reason: 'needs a database person', level: null }, world.now),
        ),
      () => this.answers(acceptEscalationIn),
      () => this.answers(declineEscalationIn),
      () => world.run((tx) => confirmIn(tx, theirs, world.now)),
      () => world.run((tx) => notYetIn(tx, theirs, world.now)),
      () => world.run((tx) => rateIn(tx, theirs, Math.ceil(roll() * 5), world.now)),
      () => world.run((tx) => tellEffortIn(tx, theirs, roll() < 0.5, world.now)),
      () => this.makesGood(actor),
      () => this.change(theirs, { do: roll() < 0.5 ? 'mark-urgent' : 'request-person' }),
    ];
    try {
      await this.pick(does)();
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
    }
  }

  private change(request: Parameters<typeof changeTicket>[1], command: Command): Promise<unknown> {
    return this.world.run((tx) => changeTicket(tx, request, { command }, this.world.now));
  }

  /** Whoever was asked first says yes or no. */
  private async answers(
    answer: typeof acceptEscalationIn | typeof declineEscalationIn,
  ): Promise<void> {
    const { world } = this;
    const [open]: { ticketId: string; memberId: string }[] = await world.database.dataSource.query(
      `select ticket_id as "ticketId", member_ids[1] as "memberId" from escalation
       where tenant_id = $1 and ended_at is null order by asked_at, ticket_id limit 1`,
      [world.seeded.tenantId],
    );
    if (open === undefined) return;
    const { ticketId, memberId } = open;
    const actor = {
      kind: 'member',
      memberId,
      name: 'Whoever',
      role: 'AGENT',
      active: true,
    } as const;
    const request = { ticketId, expectedVersion: null, actor };
    await world.run(async (tx) => {
      await answer(tx, request, memberId, world.now);
    });
  }

  private async makesGood(actor: Parameters<typeof completeRecoveryIn>[1]['actor']): Promise<void> {
    const { world } = this;
    const [task]: { id: string }[] = await world.database.dataSource.query(
      'select id from recovery_task where tenant_id = $1 and done_at is null limit 1',
      [world.seeded.tenantId],
    );
    if (task === undefined) return;
    const done = { actor, taskId: task.id, outcome: 'called them' };
    await world.run((tx) => completeRecoveryIn(tx, done, world.now));
  }
}
