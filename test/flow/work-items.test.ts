import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignIn } from '../../src/app/tickets/team-commands';
import { followReport } from '../../src/app/work-items/follow-work-items';
import { linkWorkItemIn, unlinkWorkItemIn } from '../../src/app/work-items/link-work-item';
import { readReport } from '../../src/app/work-items/tracker-payloads';
import type { Database } from '../../src/db/data-source';
import type { Actor } from '../../src/domain/actor';
import { MOST_WORK_ITEMS } from '../../src/domain/work-item';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';
import { githubBody, jiraBody } from '../support/tracker-bodies';

const ISSUE = 'https://github.com/acme/app/issues/7';
const SITE = { kind: 'GITHUB', site: 'github.com' } as const;

describeOnEachEngine('work items', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const world = (): Promise<CareWorld> => {
    desks += 1;
    return CareWorld.begin(database, `TITEM${desks}`, '2026-03-02T10:00:00Z');
  };
  /** A question of its own: so long after the one before that it does not join it. */
  const asks = async (desk: CareWorld, text: string): Promise<string> => {
    const thread = await desk.asks(text);
    desk.now = new Date(desk.now.getTime() + 600_000);
    return thread;
  };
  const request = async (desk: CareWorld, thread: string) => {
    const { id: memberId, name } = desk.seeded.member;
    const actor: Actor = { kind: 'member', memberId, name, role: 'AGENT', active: true };
    return { ticketId: (await desk.ticket(thread)).id, expectedVersion: null, actor };
  };
  const link = async (desk: CareWorld, thread: string, url = ISSUE) => {
    const given = await request(desk, thread);
    return desk.run((tx) => linkWorkItemIn(tx, given, url, desk.now));
  };
  /** GitHub tells; true when it was news. */
  const tells = (desk: CareWorld, part: object): Promise<boolean> => {
    const { tenantId } = desk.seeded;
    const key = { ...SITE, id: tenantId, tenantId, secret: '' };
    return followReport(desk.desk, key, readReport(SITE, githubBody(part)), desk.now);
  };
  const closed = (at: string) => ({ state: 'closed', state_reason: 'completed', updated_at: at });
  const history = async (desk: CareWorld, thread: string) => {
    const { id } = await desk.ticket(thread);
    const entries = await desk.run((tx) => tx.timeline.ofTicket(id, 50));
    return entries.filter(({ kind }) => kind.startsWith('WORK_ITEM'));
  };
  const items = async (desk: CareWorld, thread: string) => {
    const { id } = await desk.ticket(thread);
    return desk.run((tx) => tx.workItems.ofTicket(id));
  };
  const asked = async (desk: CareWorld): Promise<number> =>
    (await desk.sent('CTRIAGE')).filter((said) => said.includes('Tell the customer?')).length;

  test('a link stands in the history and on the card, and the customer sees nothing of it', async () => {
    const desk = await world();
    const thread = await asks(desk, 'The export is empty');
    const { version } = await desk.ticket(thread);
    await link(desk, thread, 'https://github.com/Acme/App/pull/7/files');
    expect(await desk.ticket(thread)).toMatchObject({ version: version + 1, workItemCount: 1 });
    expect(await history(desk, thread)).toMatchObject([
      {
        kind: 'WORK_ITEM_LINKED',
        actor: { kind: 'member' },
        after: { workItem: 'acme/app#7', workItemUrl: ISSUE, workItemState: 'UNKNOWN' },
      },
    ]);
    expect((await desk.sent('CTRIAGE', 'edit')).at(-1)).toContain('state not told yet');
    await expect(link(desk, thread)).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
    const shown = [...(await desk.sent('CSHARED')), ...(await desk.sent('CSHARED', 'edit'))].join();
    expect(shown).not.toContain('acme/app');
  });

  test('what its tracker tells is told to every open ticket once, and done asks the owner once', async () => {
    const desk = await world();
    const one = await asks(desk, 'The export is empty');
    const two = await asks(desk, 'The report is empty');
    const over = await asks(desk, 'The list is empty');
    for (const thread of [one, two, over]) await link(desk, thread);
    await desk.replies(one);
    await desk.solves(over);
    expect(await tells(desk, {})).toBe(true);
    await desk.sweep();
    expect(await history(desk, one)).toMatchObject([
      {},
      {
        kind: 'WORK_ITEM_MOVED',
        actor: { kind: 'system', name: 'GitHub' },
        before: { workItemState: 'UNKNOWN', workItemStateName: null },
        after: { workItemState: 'TODO', workItemStateName: 'Open' },
      },
    ]);
    expect((await desk.sent('CTRIAGE', 'edit')).join()).toContain(' · to do (Open)');
    expect(await asked(desk)).toBe(0);
    const lease = (await desk.ticket(one)).leaseUntil;
    desk.at('2026-03-02T11:00:00Z');
    expect(await tells(desk, closed('2026-03-02T10:59:00Z'))).toBe(true);
    expect(await tells(desk, closed('2026-03-02T10:59:00Z'))).toBe(false);
    await desk.sweep();
    await desk.sweep();
    expect(await history(desk, one)).toHaveLength(3);
    expect(await history(desk, two)).toHaveLength(3);
    // What is solved keeps its history as it ended.
    expect(await history(desk, over)).toHaveLength(1);
    expect(await asked(desk)).toBe(2);
    expect((await desk.sent('CTRIAGE', 'edit')).join()).toContain('done (Closed)');
    // The owner did nothing: their claim runs on as it did.
    expect((await desk.ticket(one)).leaseUntil).toEqual(lease);
    expect((await desk.sent('CSHARED')).join()).not.toContain('fix');
  });

  test('what comes late or again changes nothing and goes never backward', async () => {
    const desk = await world();
    const thread = await asks(desk, 'The export is empty');
    await link(desk, thread);
    await tells(desk, closed('2026-03-02T10:02:00Z'));
    await desk.sweep();
    for (const at of ['2026-03-02T10:01:00Z', '2026-03-02T10:02:00Z'])
      expect(await tells(desk, { updated_at: at })).toBe(false);
    await desk.sweep();
    expect(await items(desk, thread)).toMatchObject([{ state: 'DONE', stateName: 'Closed' }]);
    expect(await history(desk, thread)).toHaveLength(2);
    // Opened again, and done again: that is news each time.
    await tells(desk, { updated_at: '2026-03-02T10:03:00Z' });
    await desk.sweep();
    await tells(desk, closed('2026-03-02T10:04:00Z'));
    await desk.sweep();
    expect(await asked(desk)).toBe(2);
  });

  test('in whichever order it is told, and whenever the sweep comes, all tickets end in the same', async () => {
    const reports = [
      { updated_at: '2026-03-02T10:00:01Z', title: 'First' },
      { updated_at: '2026-03-02T10:00:02Z', title: 'Second' },
      closed('2026-03-02T10:00:03Z'),
      { ...closed('2026-03-02T10:00:04Z'), state_reason: 'not_planned' },
    ];
    const order = fc.shuffledSubarray([...reports, ...reports], { minLength: 8 });
    const sweeps = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(order, sweeps, async (told, swept) => {
        const desk = await world();
        const threads = [await asks(desk, 'One'), await asks(desk, 'Two')];
        for (const thread of threads) await link(desk, thread);
        for (const [at, part] of told.entries()) {
          await tells(desk, part);
          if (swept[at] === true) await desk.sweep();
        }
        await desk.sweep();
        for (const thread of threads) {
          expect(await items(desk, thread)).toMatchObject([{ state: 'CANCELLED' }]);
          const moved = (await history(desk, thread)).slice(1);
          expect(moved.at(-1)?.after).toMatchObject({ workItemState: 'CANCELLED' });
          // Each entry begins where the one before it ended.
          for (const [at, { before }] of moved.entries())
            expect(before.workItemState).toBe(
              at === 0 ? 'UNKNOWN' : moved[at - 1]?.after.workItemState,
            );
        }
      }),
      { numRuns: 3 },
    );
  });

  describe('an item that moves', () => {
    const JIRA = { kind: 'JIRA', site: 'acme.atlassian.net' } as const;
    const browse = (key: string): string => `https://acme.atlassian.net/browse/${key}`;
    /** Jira tells of the same issue, by whatever it is called. */
    const jira = (
      desk: CareWorld,
      key: string,
      at: string,
      more: { from?: string; id?: string; done?: boolean } = {},
    ): Promise<boolean> => {
      const { tenantId } = desk.seeded;
      const items = [{ field: 'Key', fromString: more.from, toString: key }];
      const status = { name: 'Done', statusCategory: { key: 'done' } };
      const { issue } = jiraBody({}, { updated: at, ...(more.done === true ? { status } : {}) });
      const body = jiraBody({
        issue: { ...issue, id: more.id ?? '30369', key },
        ...(more.from === undefined ? {} : { changelog: { items } }),
      });
      const door = { ...JIRA, id: tenantId, tenantId, secret: '' };
      return followReport(desk.desk, door, readReport(JIRA, body), desk.now);
    };
    const shown = async (desk: CareWorld, thread: string) =>
      (await items(desk, thread)).map(({ key, url, state }) => ({ key, url, state }));

    test('keeps its ticket, is called by its new name, and is found by the old one', async () => {
      const desk = await world();
      const thread = await asks(desk, 'The export is empty');
      await link(desk, thread, browse('APP-1'));
      await jira(desk, 'APP-1', '2026-03-02T10:00:00Z');
      await desk.sweep();
      // No word of what it was called before: its own id is enough.
      expect(await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z')).toBe(true);
      await desk.sweep();
      expect(await shown(desk, thread)).toEqual([
        { key: 'OPS-9', url: browse('OPS-9'), state: 'TODO' },
      ]);
      expect((await desk.sent('CTRIAGE', 'edit')).at(-1)).toContain('OPS-9');
      // Late and again: the old name does not come back.
      expect(await jira(desk, 'APP-1', '2026-03-02T10:00:30Z')).toBe(false);
      expect(await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z')).toBe(false);
      expect(await shown(desk, thread)).toMatchObject([{ key: 'OPS-9' }]);
      // What somebody copied before leads to the same item.
      const other = await asks(desk, 'The report is empty');
      expect((await link(desk, other, browse('APP-1'))).item.key).toBe('OPS-9');
      await expect(link(desk, thread, browse('APP-1'))).rejects.toMatchObject({
        code: 'ALREADY_LINKED',
      });
      expect(await jira(desk, 'OPS-9', '2026-03-02T10:02:00Z', { done: true })).toBe(true);
      await desk.sweep();
      for (const one of [thread, other])
        expect(await shown(desk, one)).toMatchObject([{ key: 'OPS-9', state: 'DONE' }]);
      // And back to where it came from.
      expect(await jira(desk, 'APP-1', '2026-03-02T10:03:00Z', { done: true })).toBe(true);
      expect(await shown(desk, other)).toMatchObject([{ key: 'APP-1' }]);
      expect((await link(desk, await asks(desk, 'Third'), browse('OPS-9'))).item.key).toBe('APP-1');
    });

    test('that was never heard of is known by what it was called; another one is left alone', async () => {
      const desk = await world();
      const thread = await asks(desk, 'The export is empty');
      await link(desk, thread, browse('APP-1'));
      expect(await jira(desk, 'OPS-8', '2026-03-02T10:00:00Z', { id: '77' })).toBe(false);
      expect(await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z', { from: 'APP-1' })).toBe(true);
      expect(await shown(desk, thread)).toMatchObject([{ key: 'OPS-9', state: 'TODO' }]);
    });

    describe('and was linked by both names', () => {
      const OLD = browse('APP-1');
      const NEW = browse('OPS-9');
      const kinds = async (desk: CareWorld, thread: string) =>
        (await history(desk, thread)).map(({ kind }) => kind);
      const stored = (desk: CareWorld): Promise<readonly object[]> =>
        database.dataSource.query(
          'select key, former_keys, joined_to from work_item where tenant_id = $1',
          [desk.seeded.tenantId],
        );

      test('is one: each ticket keeps one link, and its history tells of it', async () => {
        const desk = await world();
        const [both, old, named] = [
          await asks(desk, 'The export is empty'),
          await asks(desk, 'The report is empty'),
          await asks(desk, 'The list is empty'),
        ];
        for (const thread of [both, old]) await link(desk, thread, OLD);
        await jira(desk, 'APP-1', '2026-03-02T10:00:00Z');
        await desk.sweep();
        for (const thread of [both, named]) await link(desk, thread, NEW);
        await desk.solves(named);
        expect(await desk.ticket(both)).toMatchObject({ workItemCount: 2 });
        expect(
          await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z', { from: 'APP-1', done: true }),
        ).toBe(true);
        await desk.sweep();
        for (const thread of [both, old, named]) {
          expect(await shown(desk, thread)).toEqual([{ key: 'OPS-9', url: NEW, state: 'DONE' }]);
          expect(await desk.ticket(thread)).toMatchObject({ workItemCount: 1 });
        }
        expect(await stored(desk)).toEqual([
          { key: 'OPS-9', former_keys: ['APP-1'], joined_to: null },
        ]);
        expect(await kinds(desk, both)).toEqual([
          'WORK_ITEM_LINKED',
          'WORK_ITEM_MOVED',
          'WORK_ITEM_LINKED',
          'WORK_ITEM_JOINED',
          'WORK_ITEM_MOVED',
        ]);
        expect((await history(desk, both))[3]).toMatchObject({
          actor: { kind: 'system', name: 'Jira' },
          before: { workItem: 'APP-1', workItemUrl: OLD },
          after: { workItem: 'OPS-9', workItemUrl: NEW },
        });
        expect((await history(desk, old)).at(-2)?.before).toEqual({
          workItem: 'APP-1',
          workItemUrl: OLD,
        });
        // Its owner is asked once for each ticket, not once for each name.
        expect(await asked(desk)).toBe(2);
        await expect(link(desk, both, OLD)).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
        // Once more, and back to where it came from.
        expect(await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z', { done: true })).toBe(false);
        expect(await jira(desk, 'APP-1', '2026-03-02T10:02:00Z', { done: true })).toBe(true);
        expect(await shown(desk, both)).toMatchObject([{ key: 'APP-1' }]);
      });

      test('is one whatever it was told in between, also when it moves on before its tickets know', async () => {
        const desk = await world();
        const thread = await asks(desk, 'The export is empty');
        for (const url of [OLD, NEW, browse('LAB-3')]) await link(desk, thread, url);
        await jira(desk, 'OPS-9', '2026-03-02T10:01:00Z', { from: 'APP-1' });
        await jira(desk, 'LAB-3', '2026-03-02T10:02:00Z');
        await jira(desk, 'APP-1', '2026-03-02T10:03:00Z', { from: 'LAB-3', done: true });
        await desk.sweep();
        expect(await shown(desk, thread)).toEqual([{ key: 'APP-1', url: OLD, state: 'DONE' }]);
        expect(await desk.ticket(thread)).toMatchObject({ workItemCount: 1 });
        expect(await stored(desk)).toHaveLength(1);
        const joins = (await history(desk, thread)).filter(
          ({ kind }) => kind === 'WORK_ITEM_JOINED',
        );
        expect(joins.map(({ before }) => before.workItem)).toEqual(['APP-1', 'OPS-9']);
        for (const url of [NEW, browse('LAB-3')])
          await expect(link(desk, thread, url)).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
      });

      test('ends as the same one in whichever order it is told', async () => {
        type Told = (desk: CareWorld) => Promise<boolean>;
        const told: readonly Told[] = [
          (desk) => jira(desk, 'APP-1', '2026-03-02T10:00:00Z'),
          (desk) => jira(desk, 'APP-1', '2026-03-02T10:00:30Z'),
          (desk) => jira(desk, 'OPS-9', '2026-03-02T10:01:00Z', { from: 'APP-1' }),
          (desk) => jira(desk, 'OPS-9', '2026-03-02T10:02:00Z', { done: true }),
        ];
        const order = fc.shuffledSubarray([...told, ...told], { minLength: 8 });
        const sweeps = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
        await fc.assert(
          fc.asyncProperty(order, sweeps, async (said, swept) => {
            const desk = await world();
            const [both, old] = [await asks(desk, 'One'), await asks(desk, 'Two')];
            for (const thread of [both, old]) await link(desk, thread, OLD);
            await link(desk, both, NEW);
            for (const [at, tell] of said.entries()) {
              await tell(desk);
              if (swept[at] === true) await desk.sweep();
            }
            await desk.sweep();
            for (const thread of [both, old]) {
              expect(await shown(desk, thread)).toEqual([
                { key: 'OPS-9', url: NEW, state: 'DONE' },
              ]);
              expect(await desk.ticket(thread)).toMatchObject({ workItemCount: 1 });
            }
            expect(await stored(desk)).toEqual([
              { key: 'OPS-9', former_keys: ['APP-1'], joined_to: null },
            ]);
          }),
          { numRuns: 4 },
        );
      });
    });

    test('to another repository of GitHub is followed there', async () => {
      const desk = await world();
      const thread = await asks(desk, 'The export is empty');
      await link(desk, thread);
      await tells(desk, { id: 1 });
      const { tenantId } = desk.seeded;
      const door = { ...SITE, id: tenantId, tenantId, secret: '' };
      const there = 'https://github.com/acme/server/issues/2';
      const left = githubBody(
        { id: 1, updated_at: '2026-03-02T10:01:00Z' },
        { action: 'transferred', changes: { new_issue: { id: 2, html_url: there } } },
      );
      await followReport(desk.desk, door, readReport(SITE, left), desk.now);
      expect(await shown(desk, thread)).toMatchObject([{ key: 'acme/server#2', url: there }]);
      await tells(desk, { ...closed('2026-03-02T10:02:00Z'), id: 2, html_url: there });
      expect(await shown(desk, thread)).toMatchObject([{ key: 'acme/server#2', state: 'DONE' }]);
    });
  });

  test('an item nobody linked is not kept, and an unlinked one is not followed', async () => {
    const desk = await world();
    expect(await tells(desk, {})).toBe(false);
    const thread = await asks(desk, 'The export is empty');
    await link(desk, thread);
    const given = await request(desk, thread);
    await desk.run((tx) => unlinkWorkItemIn(tx, given, { named: 'ACME/app#7' }, desk.now));
    expect(await desk.ticket(thread)).toMatchObject({ workItemCount: 0 });
    await tells(desk, closed('2026-03-02T10:10:00Z'));
    await desk.sweep();
    expect((await history(desk, thread)).map(({ kind }) => kind)).toEqual([
      'WORK_ITEM_LINKED',
      'WORK_ITEM_UNLINKED',
    ]);
    await expect(
      desk.run((tx) => unlinkWorkItemIn(tx, given, { named: ISSUE }, desk.now)),
    ).rejects.toMatchObject({ code: 'NOT_LINKED' });
    // Linked once more it stands as its tracker told meanwhile.
    expect((await link(desk, thread)).item.state).toBe('DONE');
    expect(await asked(desk)).toBe(0);
  });

  test('a ticket has at most twenty, and a customer links nothing', async () => {
    const desk = await world();
    const thread = await asks(desk, 'The export is empty');
    for (let number = 1; number <= MOST_WORK_ITEMS; number += 1)
      await link(desk, thread, `https://github.com/acme/app/issues/${number}`);
    await expect(link(desk, thread, 'https://github.com/acme/app/issues/99')).rejects.toMatchObject(
      { code: 'TOO_MANY_WORK_ITEMS' },
    );
    expect((await desk.sent('CTRIAGE', 'edit')).at(-1)).toContain('and 15 more');
    const { id: contactId, customerId, name } = desk.seeded.contact;
    const customer = { kind: 'contact', contactId, customerId, name } as const;
    const given = { ...(await request(desk, thread)), actor: customer };
    await expect(
      desk.run((tx) => linkWorkItemIn(tx, given, 'https://github.com/a/b/issues/1', desk.now)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await items(desk, thread)).toHaveLength(MOST_WORK_ITEMS);
  });

  test('whoever takes over finds the items among the links of the brief', async () => {
    const desk = await world();
    const thread = await asks(desk, 'The export is empty');
    await link(desk, thread);
    await desk.joins('Ben', 'AGENT', 'UBEN');
    await desk.replies(thread);
    const ben = (await desk.run((tx) => tx.people.members())).find(({ name }) => name === 'Ben');
    const given = await request(desk, thread);
    await desk.run((tx) => assignIn(tx, given, ben?.id ?? '', desk.now));
    const brief = (await desk.sent('CTRIAGE')).find((said) => said.includes('Links and files'));
    expect(brief).toContain('acme/app#7 · state not told yet');
  });
});
