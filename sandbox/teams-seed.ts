import type { Room, TeamsPerson, TeamsSeed, TeamsTeam } from './teams-model';

/** The ids of the seed, so that a test can name a place or a person without spelling it. */
export const TEAMS = {
  northwind: 'aaaaaaaa-0000-4000-8000-000000000001',
  umbrella: 'bbbbbbbb-0000-4000-8000-000000000002',
  hooli: 'cccccccc-0000-4000-8000-000000000003',
  ada: '29:1Ada-northwind',
  ben: '29:1Ben-northwind',
  grace: '29:1Grace-northwind',
  sam: '29:1Sam-northwind',
  dinesh: '29:1Dinesh-guest',
  alice: '29:1Alice-umbrella',
  albert: '29:1Albert-umbrella',
  fakeAda: '29:1Ada-umbrella',
  gavin: '29:1Gavin-hooli',
  denpok: '29:1Denpok-hooli',
  supportTeam: '19:northwind-support@thread.tacv2',
  partnersTeam: '19:northwind-partners@thread.tacv2',
  triage: '19:northwind-triage@thread.tacv2',
  umbrellaTeam: '19:umbrella-it@thread.tacv2',
  umbrellaSupport: '19:umbrella-northwind@thread.tacv2',
  hooliShared: '19:hooli-northwind@thread.tacv2',
  goLive: '19:umbrella-go-live@thread.v2',
} as const;

/** Builds one person from what differs between people. */
export function teamsPerson(
  id: string,
  serial: number,
  tenantId: string,
  name: string,
  host: string,
  more: Partial<TeamsPerson> = {},
): TeamsPerson {
  return {
    id,
    aadObjectId: `dddddddd-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    tenantId,
    name,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${host}`,
    title: '',
    guest: false,
    ...more,
  };
}

/** Builds one team with the bot in it. */
export function teamsTeam(
  id: string,
  serial: number,
  tenantId: string,
  name: string,
  members: string[],
): TeamsTeam {
  return {
    id,
    aadGroupId: `eeeeeeee-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    tenantId,
    name,
    members,
    installed: true,
    consent: true,
  };
}

/** Builds one room from what differs between rooms. */
export function teamsRoom(
  id: string,
  name: string,
  tenantId: string,
  teamId: string | null,
  more: Partial<Room> = {},
): Room {
  return {
    id,
    kind: teamId === null ? 'groupChat' : 'channel',
    tenantId,
    teamId,
    name,
    members: null,
    sharedWith: [],
    deleted: false,
    installed: true,
    consent: true,
    writesBlocked: false,
    ...more,
  };
}

/** The Teams a newcomer finds: the vendor's own, a customer's, and a channel shared with another. */
export function defaultTeamsSeed(): TeamsSeed {
  const { northwind, umbrella, hooli, ada, ben, grace, sam, alice, albert, fakeAda } = TEAMS;
  const { gavin, denpok, dinesh, supportTeam, partnersTeam, umbrellaTeam } = TEAMS;
  const staff = [ada, ben, grace];
  const vendor = (id: string, serial: number, name: string, title: string) =>
    teamsPerson(id, serial, northwind, name, 'northwind.example', { title });
  return {
    botName: 'Threadkeeper',
    tenants: [
      { id: northwind, name: 'Northwind Cloud' },
      { id: umbrella, name: 'Umbrella' },
      { id: hooli, name: 'Hooli' },
    ],
    vendorTenantId: northwind,
    people: [
      vendor(ada, 1, 'Ada Lovelace', 'Support agent'),
      vendor(ben, 2, 'Ben Okafor', 'Support agent'),
      { ...vendor(grace, 3, 'Grace Hopper', 'Head of support'), owner: true },
      vendor(sam, 4, 'Sam Reyes', 'Account executive'),
      teamsPerson(alice, 11, umbrella, 'Alice Abernathy', 'umbrella.example', {
        title: 'Head of IT',
      }),
      teamsPerson(albert, 12, umbrella, 'Albert Wesker', 'umbrella.example', {
        title: 'Operations',
      }),
      teamsPerson(fakeAda, 13, umbrella, 'Ada Lovelace', 'umbrella.example', { title: 'Analyst' }),
      teamsPerson(gavin, 21, hooli, 'Gavin Belson', 'hooli.example', { title: 'Chief executive' }),
      teamsPerson(denpok, 22, hooli, 'Denpok Singh', 'hooli.example', { title: 'Adviser' }),
      teamsPerson(dinesh, 5, northwind, 'Dinesh Chugtai', 'piedpiper.example', {
        title: 'Guest from Pied Piper',
        guest: true,
      }),
    ],
    teams: [
      teamsTeam(supportTeam, 1, northwind, 'Northwind Support', [...staff, sam]),
      teamsTeam(partnersTeam, 3, northwind, 'Northwind Partners', [...staff, dinesh]),
      teamsTeam(umbrellaTeam, 2, umbrella, 'Umbrella IT', [alice, albert, fakeAda]),
    ],
    rooms: [
      teamsRoom(TEAMS.triage, 'support-triage', northwind, supportTeam),
      teamsRoom(supportTeam, 'General', northwind, supportTeam),
      teamsRoom(TEAMS.hooliShared, 'ext-hooli', northwind, supportTeam, {
        members: [...staff, gavin, denpok],
        sharedWith: [hooli],
      }),
      teamsRoom(TEAMS.umbrellaSupport, 'northwind-support', umbrella, umbrellaTeam, {
        members: [alice, albert, fakeAda, ...staff],
        sharedWith: [northwind],
      }),
      teamsRoom(umbrellaTeam, 'General', umbrella, umbrellaTeam),
      teamsRoom(partnersTeam, 'General', northwind, partnersTeam),
      teamsRoom(TEAMS.goLive, 'Umbrella go-live', umbrella, null, {
        members: [alice, albert, ada],
      }),
    ],
    messageActions: [{ commandId: 'make_ticket', title: 'Make this a ticket' }],
  };
}
