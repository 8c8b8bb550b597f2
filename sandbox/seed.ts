import type { Channel, SandboxSeed, User } from './model';

const VENDOR = 'T0NORTHWIND';
const GLOBEX = 'T0GLOBEX';
const INITECH = 'T0INITECH';
const BOT = 'U0THREADKEEPER';
const BORN = 1735689600;

interface Zone {
  tz: string;
  tz_label: string;
  tz_offset: number;
}
const LONDON: Zone = { tz: 'Europe/London', tz_label: 'Greenwich Mean Time', tz_offset: 0 };
const BERLIN: Zone = { tz: 'Europe/Berlin', tz_label: 'Central European Time', tz_offset: 3600 };
const NEW_YORK: Zone = {
  tz: 'America/New_York',
  tz_label: 'Eastern Standard Time',
  tz_offset: -18000,
};
const AUSTIN: Zone = {
  tz: 'America/Chicago',
  tz_label: 'Central Standard Time',
  tz_offset: -21600,
};

/** Builds one person from what differs between people. */
export function person(
  id: string,
  team_id: string,
  real_name: string,
  host: string,
  more: Partial<User> = {},
): User {
  const name = real_name.toLowerCase().replace(/[^a-z]+/g, '.');
  return {
    id,
    team_id,
    name,
    real_name,
    display_name: real_name,
    title: '',
    email: `${name}@${host}`,
    ...LONDON,
    color: '4bbe2e',
    is_bot: false,
    is_admin: false,
    is_restricted: false,
    deleted: false,
    ...more,
  };
}

/** Builds one channel from what differs between channels. */
export function room(
  id: string,
  name: string,
  team_ids: string[],
  members: string[],
  more: Partial<Channel> = {},
): Channel {
  return {
    id,
    name,
    is_private: false,
    is_archived: false,
    im_user: null,
    team_ids,
    members,
    creator: members[0] ?? BOT,
    created: BORN,
    topic: '',
    purpose: '',
    previous_names: [],
    ...more,
  };
}

/** The workspace a newcomer finds: one vendor and two customers in shared channels. */
export function defaultSeed(): SandboxSeed {
  const staff = ['U0ADA', 'U0BEN', 'U0GRACE'];
  return {
    app: {
      id: 'A0THREADKEEPER',
      name: 'Threadkeeper',
      team_id: VENDOR,
      bot_id: 'B0THREADKEEPER',
      bot_user_id: BOT,
      client_id: '100000000001.200000000002',
      client_secret: 'sandbox-client-secret',
      verification_token: 'sandbox-verification-token',
    },
    teams: [
      {
        id: VENDOR,
        name: 'Northwind Cloud',
        domain: 'northwind',
        email_domain: 'northwind.example',
      },
      { id: GLOBEX, name: 'Globex', domain: 'globex', email_domain: 'globex.example' },
      { id: INITECH, name: 'Initech', domain: 'initech', email_domain: 'initech.example' },
    ],
    users: [
      person(BOT, VENDOR, 'Threadkeeper', 'northwind.example', {
        is_bot: true,
        email: '',
        color: '1d5c63',
      }),
      person('U0ADA', VENDOR, 'Ada Lovelace', 'northwind.example', {
        title: 'Support agent',
        color: '7b3fa0',
      }),
      person('U0BEN', VENDOR, 'Ben Okafor', 'northwind.example', {
        title: 'Support agent',
        color: 'c2571a',
        ...BERLIN,
      }),
      person('U0GRACE', VENDOR, 'Grace Hopper', 'northwind.example', {
        title: 'Head of support',
        color: '1f6f4a',
        is_admin: true,
      }),
      person('U0SAM', VENDOR, 'Sam Reyes', 'northwind.example', {
        title: 'Account executive',
        color: '2b5fa8',
      }),
      person('U0GUEST', VENDOR, 'Gil Guest', 'freelance.example', {
        title: 'Contractor',
        color: '777777',
        is_restricted: true,
      }),
      person('U0HANK', GLOBEX, 'Hank Scorpio', 'globex.example', {
        title: 'Chief executive',
        color: 'a33b2c',
        ...NEW_YORK,
      }),
      person('U0MINDY', GLOBEX, 'Mindy Simmons', 'globex.example', {
        title: 'Operations',
        color: '8a6d1a',
        ...NEW_YORK,
      }),
      person('U0FAKEADA', GLOBEX, 'Ada Lovelace', 'globex.example', {
        title: 'Analyst',
        color: '5a5a8a',
        ...NEW_YORK,
      }),
      person('U0PETER', INITECH, 'Peter Gibbons', 'initech.example', {
        title: 'Engineer',
        color: '3c7a89',
        ...AUSTIN,
      }),
      person('U0MILTON', INITECH, 'Milton Waddams', 'initech.example', {
        title: 'Collator',
        color: 'b0446b',
        ...AUSTIN,
      }),
    ],
    channels: [
      room('C0TRIAGE', 'support-triage', [VENDOR], [...staff, BOT], {
        topic: 'Every open request, one card each',
      }),
      room('C0GENERAL', 'general', [VENDOR], [...staff, 'U0SAM', 'U0GUEST', BOT]),
      room(
        'C0GLOBEX',
        'ext-globex',
        [VENDOR, GLOBEX],
        [...staff, 'U0SAM', BOT, 'U0HANK', 'U0MINDY', 'U0FAKEADA'],
        { topic: 'Northwind and Globex' },
      ),
      room('C0INITECH', 'ext-initech', [VENDOR, INITECH], [...staff, BOT, 'U0PETER', 'U0MILTON'], {
        topic: 'Northwind and Initech',
      }),
    ],
    commands: [{ command: '/desk', description: 'Your support desk: try /desk help' }],
    messageShortcuts: [{ callback_id: 'make_ticket', name: 'Make this a ticket' }],
  };
}
