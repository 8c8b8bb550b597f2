import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { giveOutWaiting } from '../../src/app/care/give-out-waiting';
import { giveOut } from '../../src/app/tickets/give-out';
import type { Database } from '../../src/db/data-source';
import { describeOnEachEngine } from '../support/engines';
import { EscalationWorld, OFFICE } from '../support/escalation-world';

/** An answer within the hour, a solution within two; both by the clock on the wall. */
const POLICY = {
  policies: [
    {
      tier: '',
      warnPercent: 50,
      targets: [
        { priority: 'NORMAL', measure: 'FIRST_RESPONSE', minutes: 60, hours: 'CALENDAR' },
        { priority: 'NORMAL', measure: 'TOTAL_RESOLUTION', minutes: 120, hours: 'CALENDAR' },
      ],
    },
  ],
};

describeOnEachEngine('giving out work', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const begin = (start = '2026-03-02T10:00:00Z'): Promise<EscalationWorld> => {
    desks += 1;
    return EscalationWorld.begin(database, `TGIVE${desks}`, start, 'Grace', 'Linus', 'Fay');
  };

  /** Each asked by itself: what one person asks within minutes is one ticket. */
  const ask = async (desk: EscalationWorld, count: number): Promise<string[]> => {
    const threads: string[] = [];
    for (let at = 0; at < count; at += 1) {
      desk.world.now = new Date(desk.world.now.getTime() + 600_000);
      threads.push(await desk.world.asks(`Question ${at}`));
    }
    return threads;
  };

  const ownersOf = (desk: EscalationWorld, threads: readonly string[]): Promise<string[]> =>
    Promise.all(
      threads.map(async (thread) => {
        const { assigneeId } = await desk.world.ticket(thread);
        const names = ['Ada', 'Grace', 'Linus', 'Fay'];
        return names.find((name) => desk.idOf(name) === assigneeId) ?? 'nobody';
      }),
    );

  test('in turn, past whoever is off shift or full; the rest waits and is given out later', async () => {
    const desk = await begin('2026-03-02T14:00:00Z');
    await desk.path([['Grace', 'Linus', 'Fay']], { assignment: 'ROUND_ROBIN' });
    await desk.works('Grace', OFFICE);
    await desk.works('Linus', null, 1);
    await desk.works('Fay', { ...OFFICE, opening: [{ weekday: 2, from: 540, to: 1020 }] });
    const threads = await ask(desk, 3);
    expect(await ownersOf(desk, threads)).toEqual(['Grace', 'Linus', 'Grace']);
    const [first = ''] = threads;
    expect(await desk.world.ticket(first)).toMatchObject({ status: 'OPEN' });
    expect(
      (await desk.team()).some((said) => said.includes('UGrace') && said.includes('yours now')),
    ).toBe(true);
    // Five in the afternoon in Berlin: nobody is left who is free.
    desk.world.at('2026-03-02T16:30:00Z');
    const late = await ask(desk, 2);
    expect(await ownersOf(desk, late)).toEqual(['nobody', 'nobody']);
    expect(await desk.world.ticket(late[0] ?? '')).toMatchObject({ status: 'NEW' });
    // Whoever answered has a place free again.
    await desk.world.replies(threads[1] ?? '');
    await desk.world.until('2026-03-02T16:53:00Z', 1);
    expect(await ownersOf(desk, late)).toEqual(['Linus', 'nobody']);
    // In the morning Fay comes on shift; Linus and Grace had theirs before.
    await desk.world.until('2026-03-03T08:02:00Z', 60);
    expect(await ownersOf(desk, late)).toContain('Fay');
  });

  test('to whoever has least, the most urgent first', async () => {
    const desk = await begin();
    await desk.path([['Grace', 'Linus']], { assignment: 'LEAST_LOADED' });
    await desk.works('Grace', null, 0);
    await desk.works('Linus', null, 0);
    const threads = await ask(desk, 4);
    const [, , urgent = ''] = threads;
    await desk.world.urges(urgent);
    await desk.works('Linus', null, 1);
    await desk.world.until(new Date(desk.world.now.getTime() + 60_000).toISOString(), 1);
    expect(await ownersOf(desk, threads)).toEqual(['nobody', 'nobody', 'Linus', 'nobody']);
    await desk.works('Grace', null, 9);
    await desk.works('Linus', null, 9);
    await desk.world.until(new Date(desk.world.now.getTime() + 60_000).toISOString(), 1);
    expect((await ownersOf(desk, threads)).toSorted()).toEqual([
      'Grace',
      'Grace',
      'Linus',
      'Linus',
    ]);
  });

  test('a ticket that was let lie goes to somebody else first', async () => {
    const desk = await begin();
    await desk.path([['Grace', 'Linus']], { assignment: 'LEAST_LOADED' });
    const [thread = ''] = await ask(desk, 1);
    expect(await ownersOf(desk, [thread])).toEqual(['Grace']);
    await desk.release(thread);
    await desk.world.until(new Date(desk.world.now.getTime() + 60_000).toISOString(), 1);
    expect(await ownersOf(desk, [thread])).toEqual(['Linus']);
  });

  test('many workers at once give nobody more than they carry', async () => {
    const desk = await begin();
    const [thread = ''] = await ask(desk, 1);
    const waiting = await ask(desk, 11);
    await desk.path([['Grace', 'Linus', 'Fay']], { assignment: 'ROUND_ROBIN' });
    await desk.works('Grace', null, 2);
    await desk.works('Linus', null, 3);
    await desk.works('Fay', null, 1);
    const others = Array.from({ length: 4 }, () => giveOutWaiting(desk.world.desk, 10));
    // A person is asked to take one over at the same moment: that is load, too.
    await Promise.all([...others, desk.escalate(thread, 'Needs help', 'Ada', 1)]);
    const owners = await ownersOf(desk, [thread, ...waiting]);
    const load = (name: string): number => owners.filter((owner) => owner === name).length;
    const asked = (await desk.history(thread)).flatMap((line) =>
      line.startsWith('ESCALATION_ASKED') ? line.split(' ').slice(1) : [],
    );
    const carried = (name: string): number => load(name) + (asked.includes(name) ? 1 : 0);
    expect([carried('Grace'), carried('Linus'), carried('Fay')]).toEqual([2, 3, 1]);
  });

  test('two that give out different tickets in the same moment queue for the last free place', async () => {
    const desk = await begin();
    const [one = '', other = ''] = await ask(desk, 2);
    const ids = [(await desk.world.ticket(one)).id, (await desk.world.ticket(other)).id] as const;
    await desk.path([['Grace']], { assignment: 'LEAST_LOADED' });
    await desk.works('Grace', null, 1);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hasGiven = (): void => undefined;
    const given = new Promise<void>((resolve) => {
      hasGiven = resolve;
    });
    const first = desk.world.run(async (tx) => {
      await giveOut(tx, ids[0], desk.world.now);
      hasGiven();
      await held;
    });
    await given;
    const second = desk.world.run((tx) => giveOut(tx, ids[1], desk.world.now));
    // Nothing of the first is committed: the second must wait for it.
    await Promise.race([second, pause(500)]);
    release();
    await Promise.all([first, second]);
    expect(await ownersOf(desk, [one, other])).toEqual(['Grace', 'nobody']);
  });

  test('who is named gets it all the same, and the assigner is warned with alternatives', async () => {
    const desk = await begin('2026-03-06T18:00:00Z');
    await desk.path([['Grace', 'Linus'], ['Fay']]);
    await desk.works('Grace', OFFICE, 0);
    await desk.works('Fay', OFFICE);
    const [thread = ''] = await ask(desk, 1);
    expect(await desk.assign(thread, 'Grace')).toMatchObject({ assigneeId: desk.idOf('Grace') });
    expect(desk.warned).toEqual([
      expect.stringMatching(/^OFF_SHIFT Grace is off shift until Mon.* Free now: Linus\.$/),
      'FULL Grace is full: 0 open, 0 at most. Free now: Linus.',
    ]);
    await desk.assign(thread, 'Linus');
    expect(desk.warned).toEqual([]);
  });

  test('what is late is escalated once by the policy, with its reason, and its owner warned', async () => {
    const desk = await begin();
    await desk.world.keeps(POLICY);
    await desk.path([['Ada'], ['Grace']], { escalateOn: 'BREACH' });
    const thread = await desk.world.asks('Where is my answer?');
    await desk.world.does(thread, { do: 'claim', memberId: desk.idOf('Ada') });
    await desk.world.until('2026-03-02T10:31:00Z', 15);
    const warned = (await desk.team()).filter((said) => said.includes('due soon'));
    expect(warned.filter((said) => said.includes('UADA'))).toHaveLength(1);
    expect(await desk.history(thread)).toEqual([]);
    await desk.world.until('2026-03-02T11:01:00Z', 15);
    expect(await desk.world.ticket(thread)).toMatchObject({
      level: 2,
      escalationReason: 'BREACH: the first answer is late',
    });
    expect(await desk.history(thread)).toEqual(['ESCALATED', 'ESCALATION_ASKED Grace']);
    await desk.decline(thread, 'Grace');
    // New rules let the same clock be late a second time: it has escalated once.
    const longer = structuredClone(POLICY);
    for (const target of longer.policies[0]?.targets ?? []) target.minutes = 90;
    await desk.world.keeps(longer);
    await desk.world.until('2026-03-02T11:29:00Z', 15);
    const before = (await desk.history(thread)).length;
    await desk.world.until('2026-03-02T11:31:00Z', 15);
    // The solution was due at the same moment, and nobody is above who has not been asked.
    const after = (await desk.history(thread)).slice(before);
    expect(after.filter((line) => line === 'ESCALATED')).toHaveLength(1);
    expect((await desk.world.ticket(thread)).escalationReason).toBe('BREACH: the solution is late');
  });

  test('at the warning point where the queue wants it so; the fall-back where no level is left', async () => {
    const desk = await begin();
    await desk.world.keeps(POLICY);
    await desk.path([['Ada'], ['Grace']], { escalateOn: 'WARNING', fallbackId: desk.idOf('Fay') });
    const thread = await desk.world.asks('Where is my answer?');
    await desk.world.until('2026-03-02T10:31:00Z', 15);
    expect(await desk.world.ticket(thread)).toMatchObject({
      level: 2,
      escalationReason: 'WARNING: the first answer is due soon',
    });
    await desk.accept(thread, 'Grace');
    await desk.world.until('2026-03-02T11:02:00Z', 15);
    // The solution's warning point, at the highest level: Fay is called, not asked.
    const called = await desk.world.sent('UFay');
    expect(called).toHaveLength(1);
    expect(called[0]).toContain('WARNING: the solution is due soon');
    expect(called[0]?.indexOf('Where is my answer?')).toBeLessThan(
      called[0]?.indexOf('WARNING') ?? 0,
    );
    expect(await desk.history(thread)).toHaveLength(3);
  });

  test('“It is urgent” out of hours calls the fall-back of the queue', async () => {
    const desk = await begin('2026-03-07T10:00:00Z');
    await desk.world.keeps({
      calendars: [{ name: 'Office', zone: 'Europe/Berlin', open: { mon: ['09:00-17:00'] } }],
      use: [{ calendar: 'Office' }],
    });
    await desk.path([['Ada']], { fallbackId: desk.idOf('Fay') });
    const thread = await desk.world.asks('Everything is down');
    await desk.world.urges(thread);
    const [called] = await desk.world.sent('UFay');
    expect(called).toContain('Everything is down');
    expect(called).toContain('says it is urgent');
  });

  test('days off: given nothing, asked nothing, and the customer is told when they are back', async () => {
    const desk = await begin('2026-03-05T10:00:00Z');
    await desk.path([['Grace', 'Linus'], ['Fay']], {
      assignment: 'LEAST_LOADED',
      fallbackId: desk.idOf('Ada'),
    });
    await desk.works('Fay', OFFICE);
    await desk.isOff('Grace', { from: '2026-03-05', to: '2026-03-05' });
    await desk.isOff('Fay', { from: '2026-03-05', to: '2026-03-09' });
    await desk.isOff('Ada', { from: '2026-03-01', to: '2026-03-31' });
    const [thread = '', other = ''] = await ask(desk, 2);
    expect(await ownersOf(desk, [thread, other])).toEqual(['Linus', 'Linus']);
    // Nobody of the level is there, and the fall-back is on leave: the customer hears of Tuesday.
    await desk.escalate(thread, 'Needs Fay', 'Linus');
    expect(await desk.history(thread)).toEqual(['ESCALATED', 'ESCALATION_RETURNED']);
    expect((await desk.customer()).at(-1)).toContain('2026-03-10T08:00:00.000Z');
    await desk.assign(thread, 'Fay');
    expect(desk.warned[0]).toMatch(/^OFF_SHIFT Fay is off shift until Tue/);
    // After midnight Grace is there again, and has least.
    desk.world.at('2026-03-06T00:00:00Z');
    const [late = ''] = await ask(desk, 1);
    expect(await ownersOf(desk, [late])).toEqual(['Grace']);
  });

  test('“It is urgent” calls the supervisors where the fall-back is on leave', async () => {
    const desk = await begin('2026-03-07T10:00:00Z');
    await desk.world.keeps({
      calendars: [{ name: 'Office', zone: 'Europe/Berlin', open: { mon: ['09:00-17:00'] } }],
      use: [{ calendar: 'Office' }],
    });
    await desk.path([['Ada']], { fallbackId: desk.idOf('Fay') });
    await desk.isOff('Fay', { from: '2026-03-07', to: '2026-03-07' });
    await desk.world.joins('Sue', 'SUPERVISOR', 'USUE');
    await desk.world.urges(await desk.world.asks('Everything is down'));
    expect(await desk.world.sent('UFay')).toEqual([]);
    expect((await desk.world.sent('USUE'))[0]).toContain('says it is urgent');
  });

  test('a queue without a room reaches whom it must by direct message', async () => {
    const desk = await begin();
    await desk.world.keeps(POLICY);
    await desk.path([['Ada'], ['Grace', 'Linus']], { escalateOn: 'BREACH' });
    await database.dataSource.query(
      'update queue set triage_channel_id = null where tenant_id = $1',
      [desk.world.seeded.tenantId],
    );
    const thread = await desk.world.asks('Nobody sees me');
    await desk.assign(thread, 'Ada');
    expect((await desk.world.sent('UADA')).some((said) => said.includes('yours now'))).toBe(true);
    await desk.world.until('2026-03-02T10:31:00Z', 15);
    expect((await desk.world.sent('UADA')).some((said) => said.includes('due soon'))).toBe(true);
    await desk.world.until('2026-03-02T11:01:00Z', 15);
    const [asked = ''] = await desk.world.sent('UGrace');
    for (const words of ['Nobody sees me', 'BREACH', 'accept-escalation', 'decline-escalation'])
      expect(asked).toContain(words);
    await desk.world.until('2026-03-02T11:17:00Z', 15);
    // Her question was answered by time: it lost its buttons. Linus has one of his own.
    expect((await desk.world.sent('UGrace', 'edit')).at(-1)).not.toContain('accept-escalation');
    expect((await desk.world.sent('ULinus'))[0]).toContain('accept-escalation');
  });
});
