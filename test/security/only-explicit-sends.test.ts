import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { render as renderSlack } from '../../bots/slack/blocks';
import { render as renderTeams } from '../../bots/teams/adaptive-card';
import { CUSTOMER_ACTIONS, TEAM_ACTIONS } from '../../src/app/cards/card';
import type { FormName } from '../../src/app/cards/form';
import { handleEvent } from '../../src/app/intake/handle-event';
import { Learned } from '../../src/app/intake/lookup';
import type { ChatEvent, ChatUser } from '../../src/app/ports/chat-event';
import type { OutboxRow } from '../../src/app/ports/queues';
import { cardSurface } from '../../src/app/tickets/surfaces';
import type { Database } from '../../src/db/data-source';
import { DeskError } from '../../src/domain/errors';
import { plain } from '../../src/domain/text';
import type { Ticket } from '../../src/domain/ticket';
import { openTestDatabase } from '../support/database';
import { EscalationWorld } from '../support/escalation-world';

/** Words that must stay inside, words that were sent, and words that somebody forged. */
const INSIDE = /inside-\d+-word/g;
const SENT = /sent-\d+-word/g;
const AUTOMATIC = /^(status-line|solution|check-in|rating):/;

/** A desk with a customer in Slack and one in Teams, and everything that any call of ours carried. */
class Watched {
  private said = 0;
  private posted = 0;
  readonly calls: { readonly row: OutboxRow; readonly carried: string }[] = [];
  /** What was sent on purpose, and to which room. */
  readonly sent = new Map<string, string>();
  readonly tickets: string[] = [];

  private constructor(
    readonly desk: EscalationWorld,
    readonly rooms: readonly {
      readonly room: string;
      readonly workspace: string;
      readonly user: ChatUser;
    }[],
  ) {}

  static async begin(database: Database, name: string): Promise<Watched> {
    const desk = await EscalationWorld.begin(database, name, '2026-03-02T10:00:00Z', 'Ben', 'Sam');
    await desk.path([['Ada'], ['Ben'], ['Sam']]);
    const { world } = desk;
    const teams = await world.inTeams();
    const person = (platform: ChatUser['platform'], home: string, userId: string): ChatUser => ({
      ...{ platform, home, userId },
      isBot: false,
    });
    const watched = new Watched(desk, [
      {
        room: 'CSHARED',
        workspace: name,
        user: person('slack', `TCUST-${name}`, 'UCLEO'),
      },
      {
        room: teams.channel.externalId,
        workspace: teams.channel.workspace,
        user: person('teams', `tenant-${name}`, 'aad-tess'),
      },
    ]);
    for (const room of [undefined, teams]) {
      const thread = await world.asks(`Question ${watched.tickets.length}`, null, room);
      watched.tickets.push((await world.ticket(thread, room)).id);
    }
    await watched.deliver();
    return watched;
  }

  word(kind: 'inside' | 'sent'): string {
    this.said += 1;
    return `${kind}-${this.said}-word`;
  }

  ticket(at: number): Promise<Ticket> {
    const id = this.tickets[at % this.tickets.length] ?? '';
    return this.desk.world.run(async (tx) => {
      const found = await tx.tickets.find(id);
      if (found === null) throw new Error('no ticket');
      return found;
    });
  }

  /** What an arrival does; false when it was refused. */
  async hears(event: ChatEvent, platform: ChatUser['platform']): Promise<boolean> {
    const rules = { triageChannelName: 'triage', newId, now: this.desk.world.now };
    try {
      await this.desk.world.run((tx) => handleEvent(tx, new Learned(), rules, platform, event));
      return true;
    } catch (error) {
      if (error instanceof DeskError && error.kind !== 'unavailable') return false;
      throw error;
    }
  }

  /** Both platforms' drawing of everything that waits, whichever it goes to. */
  async deliver(): Promise<void> {
    const { database } = this.desk.world;
    for (;;) {
      const leases = await database.outboxLease.claim('postman', 50);
      if (leases.length === 0) return;
      for (const lease of leases) {
        const { row } = lease;
        const { what } = row;
        const drawn =
          what === null ? [] : [renderSlack(what, 'T'), renderTeams(what, randomUUID())];
        this.calls.push({ row, carried: JSON.stringify([row, ...drawn]) });
        this.posted += 1;
        const { platform, workspace, channel } = row.to;
        const ref = { platform, workspace, channel, id: `1.${this.posted}` };
        await database.unitOfWork.run(row.tenantId, (tx) => tx.finishOutbox(lease, { ref }));
      }
    }
  }

  /** Calls that a customer can see something of. */
  shown(): typeof this.calls {
    const theirs = this.rooms.map(({ room }) => room);
    const people = this.rooms.map(({ user }) => user.userId);
    return this.calls.filter(({ row }) =>
      row.userId === null ? theirs.includes(row.to.channel) : people.includes(row.userId),
    );
  }

  async submits(
    form: FormName,
    values: Readonly<Record<string, string>>,
    at: number,
    user: ChatUser,
  ): Promise<boolean> {
    const { id, version } = await this.ticket(at);
    const { workspace } = this.desk.world.seeded;
    return this.hears(
      {
        ...{ kind: 'form', form, values, user, workspace },
        subject: { ticketId: id, version },
        place: null,
      },
      user.platform,
    );
  }
}

type Act = (desk: Watched, at: number, pick: number) => Promise<unknown>;

const agent = (desk: Watched, pick = 0): ChatUser => ({
  ...{ platform: 'slack', home: desk.desk.world.seeded.workspace, isBot: false },
  userId: ['UADA', 'UBen', 'USam'][pick % 3] ?? 'UADA',
});
const customer = (desk: Watched, at: number) => {
  const found = desk.rooms[at % 2];
  if (found === undefined) throw new Error('no room');
  return found;
};

/** Under the card: a note, or with the verb a reply. */
const underCard = async (desk: Watched, at: number, text: string): Promise<boolean> => {
  const { id } = await desk.ticket(at);
  const { world } = desk.desk;
  const card = await world.run((tx) => tx.surface(cardSurface(id)));
  if (card === null) throw new Error('no card');
  const { platform, workspace, channel } = card;
  const event = {
    ...{ channel: { platform, workspace, channel }, id: newId(), threadId: card.id },
    ...{ author: agent(desk), body: plain(text), files: [], occurredAt: world.now },
    ...{ editedAt: null, mentionsUs: false, echoOf: null, fromHistory: false },
  };
  return desk.hears({ kind: 'message', message: event }, 'slack');
};

const sends = async (
  desk: Watched,
  at: number,
  send: (word: string) => Promise<boolean>,
): Promise<void> => {
  const word = desk.word('sent');
  if (await send(word)) desk.sent.set(word, customer(desk, at).room);
};

const press = async (
  desk: Watched,
  at: number,
  action: (typeof TEAM_ACTIONS)[number] | (typeof CUSTOMER_ACTIONS)[number],
  user: ChatUser,
  place: { readonly room: string; readonly workspace: string } | null,
): Promise<boolean> => {
  const { id, version, threadId } = await desk.ticket(at);
  const { platform } = user;
  return desk.hears(
    {
      ...{ kind: 'button', action, choice: 'HIGH', user },
      subject: { ticketId: id, version },
      workspace: place?.workspace ?? desk.desk.world.seeded.workspace,
      place:
        place === null
          ? null
          : { platform, workspace: place.workspace, channel: place.room, threadId },
    },
    platform,
  );
};

const ACTS: readonly Act[] = [
  (desk, at) => desk.submits('note', { text: desk.word('inside') }, at, agent(desk)),
  (desk, at) => underCard(desk, at, `They pay late ${desk.word('inside')}`),
  (desk, at, pick) =>
    desk.submits(
      'escalate',
      { reason: desk.word('inside'), because: 'OTHER', level: String(1 + (pick % 3)) },
      at,
      agent(desk, pick),
    ),
  (desk, at) =>
    desk.submits('wait-for', { party: desk.word('inside'), until: 'hours-4' }, at, agent(desk)),
  async (desk, at) => {
    const { number } = await desk.ticket(at);
    const place = { platform: 'slack', workspace: desk.desk.world.seeded.workspace } as const;
    return desk.hears(
      {
        ...{ kind: 'command', user: agent(desk) },
        text: `cause ${number} ${desk.word('inside')}`,
        place: { ...place, channel: 'CTRIAGE', threadId: null },
      },
      'slack',
    );
  },
  async (desk, at) => {
    const id = newId();
    const { tenantId } = desk.desk.world.seeded;
    await desk.desk.world.database.dataSource.query(
      `insert into label (tenant_id, id, name, colour) values ($1, $2, $3, 'RED')`,
      [tenantId, id, desk.word('inside')],
    );
    return desk.submits('label', { add: id }, at, agent(desk));
  },
  // A customer's own words are theirs to hear; what a forged form carries is nobody's.
  (desk, at, pick) =>
    desk.submits(
      (['note', 'reply', 'solve', 'escalate', 'wait-for'] as const)[pick % 5] ?? 'note',
      {
        ...{ text: desk.word('inside'), solution: desk.word('inside'), party: desk.word('inside') },
        ...{ reason: desk.word('inside'), level: '2', until: 'hours-4', because: 'OTHER' },
      },
      at,
      customer(desk, at + pick).user,
    ),
  (desk, at, pick) =>
    press(
      desk,
      at,
      TEAM_ACTIONS[pick % TEAM_ACTIONS.length] ?? 'claim',
      customer(desk, at).user,
      customer(desk, at),
    ),
  (desk, at, pick) =>
    press(desk, at, TEAM_ACTIONS[pick % TEAM_ACTIONS.length] ?? 'claim', agent(desk, pick), null),
  (desk, at, pick) =>
    press(
      desk,
      at,
      CUSTOMER_ACTIONS[pick % CUSTOMER_ACTIONS.length] ?? 'confirm',
      customer(desk, at).user,
      customer(desk, at),
    ),
  (desk, at) => sends(desk, at, (text) => desk.submits('reply', { text }, at, agent(desk))),
  (desk, at) => sends(desk, at, (word) => underCard(desk, at, `reply: ${word}`)),
  (desk, at) =>
    sends(desk, at, (solution) =>
      desk.submits('solve', { solution, cause: desk.word('inside') }, at, agent(desk)),
    ),
  async (desk) => {
    const { world } = desk.desk;
    await world.until(new Date(world.now.getTime() + 3_600_000).toISOString(), 60);
  },
];

let database: Database;
let desks = 0;
beforeAll(async () => {
  database = await openTestDatabase({
    outbox: { leaseMs: 60_000, settleMs: 60_000, postIntervalMs: 0 },
  });
}, 60_000);
afterAll(() => database.close());

test('whatever agents do and customers forge, a customer is shown what was sent to them and what the desk says by itself', async () => {
  const act = fc.record({
    act: fc.constantFrom(...ACTS),
    at: fc.nat({ max: 1 }),
    pick: fc.nat({ max: 60 }),
  });
  let kept = 0;
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 35, maxLength: 35 }), async (acts) => {
      desks += 1;
      const desk = await Watched.begin(database, `TONLY${desks}`);
      for (const one of acts) {
        await one.act(desk, one.at, one.pick);
        await desk.deliver();
      }
      const shown = desk.shown();
      for (const { row, carried } of shown) {
        expect(carried.match(INSIDE) ?? []).toEqual([]);
        for (const word of carried.match(SENT) ?? [])
          expect([word, desk.sent.get(word)]).toEqual([word, row.to.channel]);
      }
      const all = desk.calls.map(({ carried }) => carried).join();
      kept += new Set(all.match(INSIDE) ?? []).size;
      told += desk.sent.size;
      // C2: of each ticket one line, edited in place; beside it only what is sent, asked or promised.
      for (const id of desk.tickets) {
        const posts = shown.filter(({ row }) => row.kind === 'post' && row.ticketId === id);
        const surfaces = posts.map(({ row }) => row.surface ?? '');
        expect(surfaces.filter((name) => name.startsWith('status-line:'))).toHaveLength(1);
        const others = surfaces.filter((name) => !AUTOMATIC.test(name));
        const words: { desk: number; people: number; promised: number }[] =
          await database.dataSource.query(
            `select count(*) filter (where author_kind = 'member')::int as people,
               count(*) filter (where author_kind <> 'member')::int as desk,
               (select count(*)::int from promise where ticket_id = $1)
                 + (select count(*)::int from timeline_entry where ticket_id = $1
                    and kind like 'ESCALATION%') as promised
             from message where ticket_id = $1 and 'reply:' || id = any($2)`,
            [id, others],
          );
        const [counted = { desk: -1, people: -1, promised: -1 }] = words;
        expect(counted.desk + counted.people).toBe(others.length);
        expect(counted.desk).toBeLessThanOrEqual(counted.promised);
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
  // It is no proof where nothing was kept inside and nothing was sent.
  expect(kept).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(5);
}, 60_000);
