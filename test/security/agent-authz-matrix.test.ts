import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShownMessage } from '../../sandbox/handle';
import { defaultSeed, person } from '../../sandbox/seed';
import { eventually } from '../support/eventually';
import { wordsIn } from '../support/screen';
import { GLOBEX, type SeenTicket, Story, TRIAGE } from '../support/story';
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

/** Who acts. The desk must tell them apart by home and directory, never by what they are called. */
const PRINCIPALS = {
  agent: 'U0ADA',
  supervisor: 'U0GRACE',
  'colleague outside the team': 'U0SAM',
  'deactivated agent': 'U0GONE',
  guest: 'U0GUEST',
  'partner of another queue': 'U0PARTNER',
  'customer in their own room': 'U0HANK',
  'customer of another company': 'U0PETER',
  'customer with the agent’s name': 'U0FAKEADA',
  bot: 'U0OTHERBOT',
  'workflow bot': 'U0WORKFLOW',
} as const;
type Principal = keyof typeof PRINCIPALS;

const STANDING: Readonly<Record<Standing, readonly Principal[]>> = {
  staff: ['agent', 'supervisor'],
  supervisor: ['supervisor'],
  'own customer': ['customer in their own room', 'customer with the agent’s name'],
};

const seed = () => {
  const basis = defaultSeed();
  const extra = ['U0PETER', 'U0OTHERBOT', 'U0WORKFLOW', 'U0GONE', 'U0GUEST', 'U0SAM', 'U0PARTNER'];
  return {
    ...basis,
    users: [
      ...basis.users,
      person('U0GONE', 'T0NORTHWIND', 'Gone Girl', 'northwind.example'),
      person('U0PARTNER', 'T0NORTHWIND', 'Pia Partner', 'northwind.example'),
      person('U0OTHERBOT', 'T0NORTHWIND', 'Statusbot', 'northwind.example', { is_bot: true }),
      person('U0WORKFLOW', 'T0GLOBEX', 'Workflow', 'globex.example', { is_bot: true }),
    ],
    channels: basis.channels.map((channel) =>
      channel.id === GLOBEX
        ? {
            ...channel,
            team_ids: [...channel.team_ids, 'T0INITECH'],
            members: [...channel.members, ...extra.filter((id) => !channel.members.includes(id))],
          }
        : channel.id === TRIAGE
          ? { ...channel, members: [...channel.members, 'U0GONE', 'U0PARTNER'] }
          : channel,
    ),
  };
};

const principals = Object.entries(PRINCIPALS).map(([name, user]) => ({ name, user }));

describe('what a press by somebody does, action by action', () => {
  let story: Story;
  let card: ShownMessage;
  let adaId: string;
  let benId: string;

  /** The parts of a ticket that an action may change. */
  const stateOf = (ticket: SeenTicket) => ({
    status: ticket.status,
    waitingOn: ticket.waitingOn,
    priority: ticket.priority,
    level: ticket.level,
    assignee: ticket.assignee,
    version: ticket.version,
    snoozedUntil: ticket.snoozedUntil,
    messages: ticket.messages.nodes.length,
    entries: ticket.timeline.nodes.length,
  });

  const ticketRow = async (): Promise<string> => {
    const [row] = await story.desk.rows('select id from ticket limit 1');
    return String(row?.id);
  };

  const setUpNow = async (): Promise<{ text: string; queue: string; version: number }> => {
    const [row] = await story.desk.rows(SET_UP);
    const { text, queue, version } = row ?? {};
    return { text: String(text), queue: String(queue), version: Number(version) };
  };

  /** Puts the ticket into a known state, past every rule. */
  const prepare = async (action: string): Promise<SeenTicket> => {
    const status = STATE[action] ?? 'OPEN';
    await story.desk.change(PREPARE, [status]);
    await story.desk.change(NOBODY_ASKED);
    const also = ALSO[action];
    if (also !== undefined) await story.desk.change(also);
    return story.ticket(1);
  };

  /** A press as it reaches the desk when the button stood in a room where this person is. */
  const press = async (action: string, user: string, version: number): Promise<void> => {
    const about = ABOUT[action];
    const setUp = await setUpNow();
    const subject =
      about === undefined
        ? { ticketId: await ticketRow(), version }
        : {
            ticketId: null,
            version: setUp.version,
            about: about === 'queue' ? setUp.queue : benId,
            level: 2,
          };
    const choice = CHOICES[action];
    const home = story.slack.world.user(user).team_id;
    const form = FORMS[action];
    const payload =
      form === undefined
        ? {
            type: 'block_actions',
            user: { id: user, team_id: home, name: 'Ada Lovelace' },
            actions: [
              choice === undefined
                ? {
                    type: 'button',
                    action_id: action,
                    value: JSON.stringify(subject),
                    action_ts: String(Math.random()),
                  }
                : {
                    type: 'static_select',
                    action_id: action,
                    block_id: `0.0:${JSON.stringify(subject)}`,
                    selected_option: { value: choice },
                    action_ts: String(Math.random()),
                  },
            ],
            channel: { id: GLOBEX, name: 'ext-globex' },
            container: { type: 'message', channel_id: GLOBEX, message_ts: '1.000001' },
          }
        : {
            type: 'view_submission',
            user: { id: user, team_id: home, name: 'Ada Lovelace' },
            nonce: Math.random(),
            view: {
              type: 'modal',
              callback_id: action,
              private_metadata: JSON.stringify({
                subject,
                place: { workspace: 'T0NORTHWIND', channel: GLOBEX, threadId: null },
              }),
              state: {
                values: Object.fromEntries(
                  Object.entries(form(benId)).map(([field, value]) => [
                    field,
                    { value: { type: 'plain_text_input', value } },
                  ]),
                ),
              },
            },
          };
    const answer = await story.desk.post(
      new URLSearchParams({
        payload: JSON.stringify({
          ...payload,
          team: { id: home },
          api_app_id: 'A0THREADKEEPER',
          // A click by an external names the installing workspace in the message's own team.
          message: {
            ts: '1.000001',
            team: 'T0NORTHWIND',
            bot_id: 'B0THREADKEEPER',
            app_id: 'A0THREADKEEPER',
          },
          enterprise: null,
          is_enterprise_install: false,
          trigger_id: `1.2.${Math.random()}`,
        }),
      }).toString(),
      'application/x-www-form-urlencoded',
    );
    expect(answer.status).toBe(200);
    await story.settled();
  };

  beforeAll(async () => {
    story = await Story.begin({ sandbox: { seed: seed() } });
    await story.say(GLOBEX, 'U0HANK', 'Please raise our limit');
    card = await story.card('Please raise our limit');
    await story.command('U0GRACE', TRIAGE, 'level 2 Specialists <@U0BEN>');
    const members = await story.desk.rows(
      `select m.id, m.name from member m where m.name in ('Ada Lovelace', 'Ben Okafor', 'Gone Girl')`,
    );
    const idOf = (name: string) => String(members.find((member) => member.name === name)?.id);
    adaId = idOf('Ada Lovelace');
    benId = idOf('Ben Okafor');
    await story.desk.change(
      `update member set active = false, deactivated_by_hand = true where id = $1`,
      [idOf('Gone Girl')],
    );
    await story.command('U0PARTNER', TRIAGE, 'mine');
    await story.desk.change(PARTNER, ['Pia Partner']);
    await story.settled();
  });
  afterAll(async () => {
    await story.end();
  });

  it('is set up with the people it is about', () => {
    expect([adaId, benId]).not.toContain('undefined');
    expect(wordsIn(card)).toContain('Please raise our limit');
  });

  for (const [action, allowed] of Object.entries(ALLOWED)) {
    describe(action, () => {
      it.each(principals)('by $name', async ({ name, user }) => {
        const before = stateOf(await prepare(action));
        const stood = (await setUpNow()).text;
        const whispers = story.slack.ephemerals(user).length;
        await press(action, user, before.version);
        const after = stateOf(await story.ticket(1));
        const stands = (await setUpNow()).text;
        if (STANDING[allowed].some((one) => one === name)) {
          if (action in ABOUT) expect(stands).not.toBe(stood);
          else expect(after.version).toBeGreaterThan(before.version);
          return;
        }
        expect({ ...after, stands }).toEqual({ ...before, stands: stood });
        const told = story.slack.ephemerals(user).slice(whispers);
        expect(told).toHaveLength(1);
        expect(wordsIn(told[0] ?? {})).toMatch(
          /support team|may not do that here|for the c(?:ustomer|ompany that asked)|for supervisors|your role|no such ticket/i,
        );
      });
    });
  }

  it('showed none of it to anybody else: no word of a refused press stands in a room', async () => {
    const refused = await eventually('the customer’s room', () => story.slack.messages(GLOBEX));
    const sneaked = refused.filter((message) => wordsIn(message).includes('sneaked in'));
    // Replies and solutions of the two who may: nobody else's.
    expect(new Set(sneaked.map(({ username }) => username))).toEqual(
      new Set(['Ada Lovelace', 'Grace Hopper']),
    );
    expect(sneaked).toHaveLength(4);
  });
});
