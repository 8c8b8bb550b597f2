import type { TeamsSeed } from '../../sandbox/teams-model';
import { teamsPerson, teamsRoom, teamsTeam } from '../../sandbox/teams-seed';
import type { TalkingPlace } from './chat-side';
import { type Stage, untilSurveyed } from './desk-run';
import { startTeams, teamsSettings } from './teams-desk';
import { teamsSide } from './teams-side';

const VENDOR = 'aaaaaaaa-0000-4000-8000-000000000001';
const HOST = 'bbbbbbbb-0000-4000-8000-000000000002';
const TRIAGE = '19:busy-triage@thread.tacv2';
const TEAM = '19:busy-support@thread.tacv2';
const HOST_TEAM = '19:busy-host@thread.tacv2';
const PEOPLE_PER_CUSTOMER = 8;
const AGENTS = 6;
const LOST_ANSWERS = 0.02;

const tenantOf = (at: number): string => `cccccccc-0000-4000-8000-${String(at).padStart(12, '0')}`;

/** Half of the rooms are ours and shared with a customer, half are a customer's own. */
const seedOf = (rooms: number): { seed: TeamsSeed; ours: string[]; theirs: string[] } => {
  const agents = Array.from({ length: AGENTS }, (_, at) =>
    teamsPerson(`29:1agent${at}`, at + 1, VENDOR, `Agent ${at}`, 'vendor.example', {
      owner: at === 0,
    }),
  );
  const staff = agents.map(({ id }) => id);
  const places = Array.from({ length: rooms }, (_, at) => {
    const isOurs = at % 2 === 0;
    const home = isOurs ? tenantOf(at) : HOST;
    const people = Array.from({ length: PEOPLE_PER_CUSTOMER }, (_, who) => {
      const serial = 100 + at * PEOPLE_PER_CUSTOMER + who;
      return teamsPerson(
        `29:1c${at}p${who}`,
        serial,
        home,
        `Person ${at} ${who}`,
        `c${at}.example`,
      );
    });
    const members = [...staff, ...people.map(({ id }) => id)];
    const id = `19:busy-room-${at}@thread.tacv2`;
    const more = { members, sharedWith: [isOurs ? home : VENDOR] };
    const room = isOurs
      ? teamsRoom(id, `ext-customer-${at}`, VENDOR, TEAM, more)
      : teamsRoom(id, `vendor-${at}`, HOST, HOST_TEAM, more);
    return { isOurs, home, people, room };
  });
  const ids = (isOurs: boolean): string[] =>
    places.flatMap((place) => (place.isOurs === isOurs ? [place.room.id] : []));
  const seed: TeamsSeed = {
    botName: 'Threadkeeper',
    vendorTenantId: VENDOR,
    tenants: [
      { id: VENDOR, name: 'Vendor' },
      { id: HOST, name: 'Host' },
      ...places.flatMap(({ isOurs, home }, at) =>
        isOurs ? [{ id: home, name: `Customer ${at}` }] : [],
      ),
    ],
    people: [...agents, ...places.flatMap(({ people }) => people)],
    teams: [
      teamsTeam(TEAM, 1, VENDOR, 'Support', staff),
      teamsTeam(
        HOST_TEAM,
        2,
        HOST,
        'IT',
        places.flatMap(({ isOurs, people }) => (isOurs ? [] : people.map(({ id }) => id))),
      ),
    ],
    rooms: [
      teamsRoom(TRIAGE, 'support-triage', VENDOR, TEAM),
      teamsRoom(TEAM, 'General', VENDOR, TEAM),
      teamsRoom(HOST_TEAM, 'General', HOST, HOST_TEAM),
      ...places.map(({ room }) => room),
    ],
    messageActions: [],
  };
  return { seed, ours: ids(true), theirs: ids(false) };
};

/** One vendor's Teams with many customers, told to the desk before the load begins. */
export const busyTeams = async (random: () => number, rooms: number): Promise<Stage> => {
  const { seed, ours, theirs } = seedOf(rooms);
  const retryDelaysMs = Array.from({ length: 600 }, () => 100);
  const teams = await startTeams({ seed, random, retryDelaysMs, answerTimeoutMs: 15_000 });
  const chat = teamsSide(teams);
  const agents = seed.people.flatMap(({ id, tenantId }) => (tenantId === VENDOR ? [id] : []));
  const members = new Map(seed.rooms.map((room) => [room.id, room.members ?? []]));
  const place = (team: string, its: readonly string[]): TalkingPlace => ({
    team,
    triage: TRIAGE,
    rooms: its,
    agents,
    chat,
    customersOf: (room) => (members.get(room) ?? []).filter((id) => !agents.includes(id)),
  });
  // The team's own room is looked at once, with the rooms of the vendor's own organisation.
  const host = {
    ...place(HOST, theirs),
    chat: { ...chat, shown: (room: string) => (room === TRIAGE ? [] : chat.shown(room)) },
  };
  return {
    places: [place(VENDOR, ours), host],
    env: { ...teamsSettings(teams), MicrosoftAppTenantId: VENDOR },
    canLook: false,
    install: async (boot) => {
      const server = await boot({});
      await teams.deliverTo(server.url);
      await untilSurveyed(server);
      await server.kill();
    },
    // Its places are known: from now on it is only told where the desk is.
    deliverTo: (url) => {
      teams.parts.push.deliverTo(url);
      // Besides the kills: answers get lost after the deed and before it.
      for (const operation of ['send', 'createConversation', 'edit'] as const)
        for (const kind of ['store-then-drop', 'drop-before'] as const)
          teams.fault({ operation, kind, chance: LOST_ANSWERS, times: Number.POSITIVE_INFINITY });
    },
    beside: () => undefined,
    refused: () => teams.violations(),
    stop: () => teams.stop(),
  };
};
