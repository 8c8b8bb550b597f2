import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from '../../sandbox/json';
import type { Post } from '../../sandbox/teams-model';
import { defaultTeamsSeed, TEAMS, teamsPerson } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';
import {
  ABOUT,
  ALLOWED,
  ALSO,
  CHOICES,
  FORMS,
  NOBODY_ASKED,
  PARTNER,
  PREPARE,
  SET_UP,
  STATE,
  type Standing,
} from './authz-table';

const GONE = '29:1Gone-northwind';
const PARTNERED = '29:1Pia-northwind';
const BOT = '28:another-bot';
const { northwind, umbrella, umbrellaSupport, hooliShared, triage } = TEAMS;

/** Who acts, and where. Told apart by Entra tenant and directory, never by what they are called. */
const PRINCIPALS = {
  agent: { person: TEAMS.ada, room: umbrellaSupport },
  supervisor: { person: TEAMS.grace, room: umbrellaSupport },
  'colleague outside the team': { person: TEAMS.sam, room: umbrellaSupport },
  'deactivated agent': { person: GONE, room: umbrellaSupport },
  guest: { person: TEAMS.dinesh, room: umbrellaSupport },
  'partner of another queue': { person: PARTNERED, room: umbrellaSupport },
  'customer in their own room': { person: TEAMS.alice, room: umbrellaSupport },
  'customer of another company': { person: TEAMS.gavin, room: umbrellaSupport },
  'customer of another company, from their own room': { person: TEAMS.denpok, room: hooliShared },
  'customer with the agent’s name': { person: TEAMS.fakeAda, room: umbrellaSupport },
  bot: { person: BOT, room: umbrellaSupport },
} as const;
type Principal = keyof typeof PRINCIPALS;

const STANDING: Readonly<Record<Standing, readonly Principal[]>> = {
  staff: ['agent', 'supervisor'],
  supervisor: ['supervisor'],
  'own customer': ['customer in their own room', 'customer with the agent’s name'],
};

const seed = () => {
  const basis = defaultTeamsSeed();
  const extra = [TEAMS.sam, TEAMS.dinesh, TEAMS.gavin, GONE, PARTNERED, BOT];
  return {
    ...basis,
    people: [
      ...basis.people,
      teamsPerson(GONE, 31, northwind, 'Gone Girl', 'northwind.example'),
      teamsPerson(PARTNERED, 33, northwind, 'Pia Partner', 'northwind.example'),
      teamsPerson(BOT, 32, northwind, 'Statusbot', 'northwind.example'),
    ],
    teams: basis.teams.map((team) =>
      team.id === TEAMS.supportTeam
        ? { ...team, members: [...team.members.filter((id) => id !== TEAMS.sam), GONE, PARTNERED] }
        : team,
    ),
    rooms: basis.rooms.map((room) =>
      room.id === umbrellaSupport
        ? {
            ...room,
            members: [...(room.members ?? []), ...extra],
            sharedWith: [...room.sharedWith, TEAMS.hooli],
          }
        : room,
    ),
  };
};

const principals = Object.entries(PRINCIPALS).map(([name, where]) => ({ name, ...where }));
const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;
const stateSchema = z
  .array(z.looseObject({ id: z.string(), version: z.number() }))
  .length(1)
  .transform(([row]) => row ?? { id: '', version: 0 });
type State = z.infer<typeof stateSchema>;

describe('what a press in Teams does, action by action', () => {
  let t: TeamsDesk;
  let rootId: string;
  let benId: string;

  /** The parts of the first ticket that an action may change. */
  const state = async (): Promise<State> =>
    stateSchema.parse(
      await t.rows(`select id::text as id, status, waiting_on, priority, level, assignee_id, version,
          snoozed_until, (select count(*)::int from message where ticket_id = t.id) as messages,
          (select count(*)::int from timeline_entry where ticket_id = t.id) as entries
        from ticket t where number = 1`),
    );
  const prepare = async (action: string): Promise<State> => {
    const { dataSource } = t.desk.building.databases.desk;
    await dataSource.query(PREPARE, [STATE[action] ?? 'OPEN']);
    await dataSource.query(NOBODY_ASKED);
    const also = ALSO[action];
    if (also !== undefined) await dataSource.query(also);
    return state();
  };
  const setUpNow = async (): Promise<{ text: string; queue: string; version: number }> =>
    z
      .object({ text: z.string(), queue: z.string(), version: z.number() })
      .parse((await t.rows(SET_UP))[0]);
  const settled = (): Promise<unknown> =>
    eventually('nothing in hand', async () => {
      const rows = await t.rows(
        `select from inbox where state = 'PENDING' union all select from outbox where state = 'PENDING'`,
      );
      return rows.length === 0;
    });
  const told = (person: string): Post[] =>
    t.teams.messages(t.teams.personalRoom(person)).filter(({ from }) => from === null);

  /** A press as it reaches the desk when the card stood in a room where this person is. */
  const press = async (
    action: string,
    { person, room }: { readonly person: string; readonly room: string },
    { id: ticketId, version }: State,
  ): Promise<void> => {
    const about = ABOUT[action];
    const setUp = await setUpNow();
    const subject =
      about === undefined
        ? { ticketId, version }
        : {
            ticketId: null,
            version: setUp.version,
            about: about === 'queue' ? setUp.queue : benId,
            level: 2,
          };
    const nonce = randomUUID();
    const form = FORMS[action];
    const invoke: JsonObject =
      form === undefined
        ? {
            name: 'adaptiveCard/action',
            value: {
              trigger: 'manual',
              action: {
                type: 'Action.Execute',
                verb: action,
                data: { desk: { action, subject, nonce, choice: CHOICES[action] ?? null } },
              },
            },
          }
        : {
            name: 'task/submit',
            value: {
              data: {
                desk: {
                  form: action,
                  subject,
                  nonce,
                  place: {
                    workspace: room === umbrellaSupport ? umbrella : northwind,
                    channel: room,
                    threadId: room === umbrellaSupport ? rootId : null,
                  },
                },
                ...Object.fromEntries(
                  Object.entries(form(benId)).map(([name, value]) => [`field.${name}`, value]),
                ),
              },
            },
          };
    const here = t.teams.world.room(room);
    const forged = t.teams.forge({
      room,
      person,
      activity: {
        ...invoke,
        type: 'invoke',
        conversation: {
          isGroup: true,
          conversationType: 'channel',
          tenantId: here.tenantId,
          id: room === umbrellaSupport ? `${room};messageid=${rootId}` : room,
        },
      },
    });
    expect((await forged.send()).outcome).toBe(200);
    await settled();
  };

  beforeAll(async () => {
    t = await startTeamsDesk({}, { seed: seed() });
    await eventually(
      'the triage room is known',
      async () => (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1,
    );
    const said = t.teams.post({
      room: umbrellaSupport,
      person: TEAMS.alice,
      text: 'Please raise our limit',
    });
    rootId = said.id;
    await eventually('the card', () =>
      t.teams.messages(triage).find((post) => shown(post).includes('Please raise our limit')),
    );
    await settled();
    const members = z
      .array(z.object({ id: z.string(), name: z.string() }))
      .parse(await t.rows('select id::text as id, name from member'));
    const idOf = (name: string): string => {
      const found = members.find((member) => member.name === name);
      if (found === undefined) throw new Error(`${name} is no member: ${JSON.stringify(members)}`);
      return found.id;
    };
    benId = idOf('Ben Okafor');
    idOf('Ada Lovelace');
    await t.rows(
      `update member set active = false, deactivated_by_hand = true where id = '${idOf('Gone Girl')}'`,
    );
    await t.desk.building.databases.desk.dataSource.query(PARTNER, ['Pia Partner']);
    idOf('Pia Partner');
    await t.rows(`update member set role = 'SUPERVISOR' where id = '${idOf('Grace Hopper')}'`);
    await t.rows(
      `insert into queue_level (tenant_id, queue_id, level, name, owner_id)
       select tenant_id, id, 2, 'Specialists', '${benId}' from queue where is_default
       on conflict (tenant_id, queue_id, level) do update set owner_id = excluded.owner_id`,
    );
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  for (const [action, allowed] of Object.entries(ALLOWED)) {
    describe(action, () => {
      it.each(principals)('by $name', async ({ name, person, room }) => {
        const before = await prepare(action);
        const stood = (await setUpNow()).text;
        const whispers = told(person).length;
        await press(action, { person, room }, before);
        const after = await state();
        const stands = (await setUpNow()).text;
        if (STANDING[allowed].some((one) => one === name)) {
          if (action in ABOUT) expect(stands).not.toBe(stood);
          else expect(after.version).toBeGreaterThan(before.version);
          return;
        }
        expect({ ...after, stands }).toEqual({ ...before, stands: stood });
        const words = told(person).slice(whispers).map(shown);
        // An app has no chat of its own with another app: there is nobody to tell.
        if (name === 'bot') return expect(words).toEqual([]);
        expect(words).toHaveLength(1);
        expect(words[0]).toMatch(
          /support team|may not do that here|for the c(?:ustomer|ompany that asked)|for supervisors|your role|no such ticket/i,
        );
      });
    });
  }

  it('showed none of it to anybody else: no word of a refused press stands in a room', () => {
    const sneaked = [umbrellaSupport, hooliShared]
      .flatMap((room) => t.teams.messages(room))
      .filter((post) => shown(post).includes('sneaked in'));
    // Replies and solutions of the two who may: nobody else's.
    expect(sneaked).toHaveLength(4);
    for (const post of sneaked) expect(shown(post)).toMatch(/Ada Lovelace|Grace Hopper/);
  });
});
