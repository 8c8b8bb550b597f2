import fc from 'fast-check';
import { v7 } from 'uuid';
import {
  acceptEscalationIn,
  declineEscalationIn,
} from '../../src/app/escalation/answer-escalation';
import { escalateIn } from '../../src/app/escalation/escalate';
import { rateIn, tellEffortIn } from '../../src/app/feedback/rate';
import { completeRecoveryIn } from '../../src/app/feedback/recovery';
import { countChanged } from '../../src/app/metrics/count-tickets';
import { labelIn } from '../../src/app/tickets/label-ticket';
import { noteIn, replyIn, solveIn } from '../../src/app/tickets/speak';
import type { Database } from '../../src/db/data-source';
import type { Command } from '../../src/domain/command';
import { DeskError } from '../../src/domain/errors';
import { ESCALATION_CAUSES } from '../../src/domain/escalation-reason';
import { plain } from '../../src/domain/text';
import { PRIORITIES } from '../../src/domain/ticket';
import { CareWorld } from './care-world';

const MINUTE = 60_000;

/** What somebody does next; the numbers are taken modulo what there is. */
export interface Deed {
  readonly do: (typeof DEEDS)[number];
  readonly thread: number;
  readonly who: number;
  readonly what: number;
  readonly minutes: number;
}

const DEEDS = [
  ...['opens', 'opens', 'writes', 'writes', 'thanks', 'replies', 'replies', 'notes'],
  ...[
    'claims',
    'assigns',
    'prioritises',
    'names cause',
    'labels',
    'snoozes',
    'waits for',
    'waits no more',
  ],
  ...['escalates', 'accepts', 'declines', 'solves', 'solves', 'confirms', 'not yet', 'reopens'],
  ...['dismisses', 'rates', 'tells effort', 'makes good', 'wants a person', 'counts', 'sleeps'],
] as const;

export const deeds = fc.array(
  fc.record({
    do: fc.constantFrom(...DEEDS),
    thread: fc.nat(30),
    who: fc.nat(1),
    what: fc.nat(30),
    minutes: fc.integer({ min: 1, max: 200 }),
  }),
  { minLength: 35, maxLength: 60 },
);

/** A desk with office hours, two people on the second level, and whatever became of its days. */
export class LivedDesk {
  readonly threads: string[] = [];
  readonly people: { readonly id: string; readonly name: string }[] = [];
  readonly labels: readonly string[] = [v7(), v7(), v7()];

  private constructor(readonly world: CareWorld) {}

  static async begin(database: Database, workspace: string): Promise<LivedDesk> {
    const desk = new LivedDesk(await CareWorld.begin(database, workspace, '2026-03-25T07:00:00Z'));
    const { world } = desk;
    await world.keeps({
      calendars: [
        {
          name: 'Office',
          zone: 'Europe/Berlin',
          open: Object.fromEntries(
            ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']]),
          ),
        },
      ],
      use: [{ calendar: 'Office' }],
    });
    await world.joins('Bo', 'AGENT', 'UBO');
    const rows: { id: string; name: string }[] = await database.dataSource.query(
      'select id, name from member where tenant_id = $1 order by name',
      [world.seeded.tenantId],
    );
    desk.people.push(...rows);
    for (const [index, id] of desk.labels.entries())
      await world.run((tx) =>
        tx.labels.insert({ id, name: `label ${index}`, colour: 'GREY', archivedAt: null }),
      );
    await world.run((tx) =>
      tx.escalations.savePath(
        world.seeded.ticket.queueId,
        {
          fallbackId: null,
          assignment: 'BY_HAND',
          escalateOn: 'NEVER',
          levels: [
            { level: 1, name: 'First', acceptMin: 15, steps: [] },
            {
              level: 2,
              name: 'Second',
              acceptMin: 90,
              steps: desk.people.map(({ id }) => ({ memberId: id, groupId: null })),
            },
          ],
        },
        0,
        world.now,
      ),
    );
    return desk;
  }

  /** Counts whatever changed, as the desk's loop does. */
  async count(): Promise<void> {
    while ((await countChanged(this.world.desk, 100)) > 0);
  }

  async live(all: readonly Deed[]): Promise<void> {
    for (const deed of all) {
      this.world.now = new Date(this.world.now.getTime() + deed.minutes * MINUTE);
      if (deed.do === 'sleeps') {
        const until = new Date(this.world.now.getTime() + deed.what * 300 * MINUTE);
        await this.world.until(until.toISOString(), 240);
      } else if (deed.do === 'counts') await this.count();
      else
        await this.act(deed).catch((error: unknown) => {
          // Not everything can be done in every state: the desk says no.
          if (!(error instanceof DeskError)) throw error;
        });
    }
  }

  private async act(deed: Deed): Promise<unknown> {
    const { world, threads, people } = this;
    if (deed.do === 'opens' || threads.length === 0) {
      const thread = await world.asks(`It broke, case ${deed.what}`);
      const { id } = world.seeded.channel;
      // Soon after another message it joins that one's ticket.
      if ((await world.run((tx) => tx.tickets.findByThread(id, thread))) !== null)
        threads.push(thread);
      return;
    }
    const thread = threads[deed.thread % threads.length] ?? '';
    const { id: memberId = '', name = '' } = people[deed.who % people.length] ?? {};
    const other = people[(deed.who + 1) % people.length]?.id ?? null;
    const ticketId = (await world.ticket(thread)).id;
    const actor = { kind: 'member', memberId, name, role: 'AGENT', active: true } as const;
    const request = { ticketId, expectedVersion: null, actor };
    const say = (text: string) => ({ ...request, memberId, body: plain(text), newId: v7 });
    const later = new Date(world.now.getTime() + (deed.what + 1) * 60 * MINUTE);
    const { contact } = world.seeded;
    const customer = {
      kind: 'contact',
      contactId: contact.id,
      customerId: contact.customerId,
      name: contact.name,
    } as const;
    const theirs = { ticketId, expectedVersion: null, actor: customer };
    const does = (command: Command) => world.does(thread, command);
    switch (deed.do) {
      case 'writes':
        return world.asks(`And what of case ${deed.what}?`, thread);
      case 'thanks':
        return world.asks('thanks!', thread);
      case 'replies':
        return world.run((tx) => replyIn(tx, say('We are looking into it.'), world.now));
      case 'notes':
        return world.run((tx) => noteIn(tx, say('Looks like the cache.'), world.now));
      case 'solves':
        return world.run((tx) => solveIn(tx, say('The cache was cleared.'), world.now));
      case 'claims':
        return does({ do: 'claim', memberId: world.seeded.member.id });
      case 'assigns':
        return does({ do: 'assign', memberId: deed.what % 4 === 0 ? null : other });
      case 'prioritises':
        return does({ do: 'set-priority', priority: PRIORITIES[deed.what % 4] ?? 'NORMAL' });
      case 'names cause':
        return does({ do: 'set-cause', cause: [null, 'cache', 'login'][deed.what % 3] ?? null });
      case 'labels': {
        const at = deed.what % 3;
        const [add, remove] = [this.labels[at] ?? '', this.labels[(at + 1) % 3] ?? ''];
        const asked = { add: [add], remove: deed.what % 2 === 0 ? [remove] : [] };
        return world.run((tx) => labelIn(tx, request, asked, world.now));
      }
      case 'snoozes':
        return does({ do: 'snooze', until: later });
      case 'waits for':
        return does({ do: 'wait-for', memberId, party: 'The bank', until: later });
      case 'waits no more':
        return does({ do: 'stop-waiting' });
      case 'escalates': {
        const asked = {
          reason: deed.what % 2 === 0 ? 'needs a database person' : 'angry',
          because: ESCALATION_CAUSES[deed.what % 4] ?? 'OTHER',
          level: 2,
        };
        return world.run((tx) => escalateIn(tx, request, asked, world.now));
      }
      case 'accepts':
        return world.run((tx) => acceptEscalationIn(tx, request, memberId, world.now));
      case 'declines':
        return world.run((tx) => declineEscalationIn(tx, request, memberId, world.now));
      case 'confirms':
        return world.presses(thread, { do: 'confirm' });
      case 'not yet':
        return world.presses(thread, { do: 'not-yet' });
      case 'wants a person':
        return world.presses(thread, { do: 'request-person' });
      case 'reopens':
        return does({ do: 'reopen', reason: 'It is not.' });
      case 'dismisses':
        return does(
          deed.what % 2 === 0 ? { do: 'make-request' } : { do: 'not-a-request', reason: 'a test' },
        );
      case 'rates':
        await world.presses(thread, { do: 'confirm' }).catch(() => undefined);
        await this.asksForRating(ticketId);
        return world.run((tx) => rateIn(tx, theirs, 1 + (deed.what % 5), world.now));
      case 'tells effort':
        return world.run((tx) => tellEffortIn(tx, theirs, deed.what % 2 === 0, world.now));
      case 'makes good':
        return this.makesGood(actor);
      default:
        return undefined;
    }
  }

  /** Asks even where one would be left in peace, or there would be few ratings. */
  private async asksForRating(ticketId: string): Promise<void> {
    const { contact } = this.world.seeded;
    await this.world.run(async (tx) => {
      const ticket = await tx.tickets.find(ticketId);
      if (ticket?.status !== 'CONFIRMED' || (await tx.feedback.ratingOf(ticketId)) !== null) return;
      await tx.feedback.insertRating({
        id: v7(),
        ticketId,
        customerId: contact.customerId,
        contactId: contact.id,
        askedAt: this.world.now,
        score: null,
        ratedAt: null,
        ratedById: null,
        repeated: null,
      });
    });
  }

  private async makesGood(actor: Parameters<typeof completeRecoveryIn>[1]['actor']): Promise<void> {
    const { world } = this;
    const [task]: { id: string }[] = await world.database.dataSource.query(
      'select id from recovery_task where tenant_id = $1 and done_at is null limit 1',
      [world.seeded.tenantId],
    );
    if (task !== undefined)
      await world.run((tx) =>
        completeRecoveryIn(tx, { actor, taskId: task.id, outcome: 'called them' }, world.now),
      );
  }
}
