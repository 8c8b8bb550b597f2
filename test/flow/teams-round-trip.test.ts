import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';

const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;

describe('a customer in Teams, agents in Teams', () => {
  let t: TeamsDesk;
  let rootId: string;
  let cardId: string;
  const { triage, umbrellaSupport, alice, ada, ben } = TEAMS;
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, async () =>
      t.teams
        .messages(room)
        .find((one) => one.from === null && !one.deleted && shown(one).includes(words)),
    );

  beforeAll(async () => {
    t = await startTeamsDesk();
    await eventually('the triage room is known', async () =>
      (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1 ? true : undefined,
    );
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it("turns a customer's message into a ticket, with a card for the team and an answer in their thread", async () => {
    const began = performance.now();
    const said = t.teams.post({
      room: umbrellaSupport,
      person: alice,
      text: 'The export fails since this morning',
    });
    rootId = said.id;
    expect((await said.delivered)?.state).toBe('delivered');
    const line = await post(umbrellaSupport, 'We have your message');
    // C1.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(line.rootId).toBe(rootId);
    const card = await post(triage, 'The export fails since this morning');
    cardId = card.id;
    expect(shown(card)).toContain('Alice Abernathy');
    expect(shown(card)).toContain('umbrella.example');
  });

  it('claims by a Universal Action, whose answer shows the card as it is then', async () => {
    const outcome = await t.teams.press({ room: triage, id: cardId, person: ada, button: 'Claim' });
    expect(outcome.shown).toBe('card');
    expect(JSON.stringify(outcome.answer)).toContain('Ada Lovelace');
    await post(umbrellaSupport, 'Ada Lovelace looks after this');
  });

  it('answers in the name of the agent, from a dialog', async () => {
    const opened = await t.teams.press({ room: triage, id: cardId, person: ada, button: 'Reply' });
    expect(opened.shown).toBe('dialog');
    const sent = await t.teams.submitDialog({
      dialogId: opened.dialogId ?? '',
      person: ada,
      inputs: { 'field.text': 'Please *try* again now <b>' },
    });
    expect(sent.shown).toBe('nothing');
    const reply = await post(umbrellaSupport, 'Please *try* again now <b>');
    expect(reply.rootId).toBe(rootId);
    expect(shown(reply)).toContain('Ada Lovelace');
  });

  it('takes what an agent writes in the customer’s shared channel as an answer, by the home of their account', async () => {
    await t.teams.post({
      room: umbrellaSupport,
      person: ben,
      replyTo: rootId,
      text: 'I had a look too',
    }).delivered;
    await post(triage, 'I had a look too');
    const rows = await t.rows("select author_kind from message where plain = 'I had a look too'");
    expect(JSON.stringify(rows)).toContain('member');
  });

  it('is given a label in a dialog, and loses it by name', async () => {
    const [label] = await t.rows(
      `insert into label (tenant_id, id, name, colour)
       select id, gen_random_uuid(), 'billing', 'RED' from tenant returning id::text as id`,
    );
    const { id } = z.object({ id: z.string() }).parse(label);
    const opened = await t.teams.press({
      room: triage,
      id: cardId,
      person: ada,
      button: 'Labels',
    });
    await t.teams.submitDialog({
      dialogId: opened.dialogId ?? '',
      person: ada,
      inputs: { 'field.add': id },
    });
    await eventually('the label stands on the card', () => {
      const card = t.teams.messages(triage).find((one) => one.id === cardId);
      return card !== undefined && shown(card).includes('billing');
    });
    const labels = 'select count(*)::int as n from ticket_label';
    expect(await t.rows(labels)).toEqual([{ n: 1 }]);
    t.teams.post({
      room: triage,
      person: ada,
      text: 'label -billing',
      mentionBot: true,
      replyTo: cardId,
    });
    await eventually(
      'it is gone',
      async () => JSON.stringify(await t.rows(labels)) === '[{"n":0}]',
    );
  });

  it('is escalated: who is asked is called, accepts under the card, and the customer hears it', async () => {
    await t.rows(
      `update queue_level set owner_id = member.id from member
       where member.tenant_id = queue_level.tenant_id and member.name = 'Ben Okafor'
         and queue_level.level = 2`,
    );
    const opened = await t.teams.press({
      room: triage,
      id: cardId,
      person: ada,
      button: 'Escalate',
    });
    await t.teams.submitDialog({
      dialogId: opened.dialogId ?? '',
      person: ada,
      inputs: {
        'field.level': '2',
        'field.because': 'SKILL',
        'field.reason': 'Needs the database team',
      },
    });
    const ask = await post(triage, 'Will you take it?');
    const escalated = await t.rows(
      `select after ->> 'because' as because from timeline_entry where kind = 'ESCALATED'`,
    );
    expect(escalated).toEqual([{ because: 'SKILL' }]);
    // The brief opens with the customer's own words.
    expect(shown(ask)).toContain('The export fails since this morning');
    await t.teams.press({ room: triage, id: ask.id, person: ben, button: 'Accept' });
    const news = await post(umbrellaSupport, 'Ben Okafor takes this over');
    expect(news.rootId).toBe(rootId);
  });

  it('is told what it came from by a word under its card', async () => {
    t.teams.post({
      room: triage,
      person: ada,
      replyTo: cardId,
      text: 'cause SSO login',
      mentionBot: true,
    });
    await eventually('the cause', async () => {
      const rows = await t.rows("select from ticket where cause = 'sso login'");
      return rows.length === 1;
    });
    await eventually('the cause on the card', () =>
      t.teams.messages(triage).some((one) => one.id === cardId && shown(one).includes('sso login')),
    );
    expect(t.teams.messages(umbrellaSupport).map(shown).join()).not.toContain('sso login');
  });

  it('tells agents the hours, the policy and what the clocks have counted, and supervisors set them', async () => {
    const told = (words: string, times = 1) =>
      eventually(`“${words}” to the asker`, async () => {
        const rows = await t.rows(
          "select what from outbox where kind = 'whisper' and state = 'SENT' order by position",
        );
        const found = rows.map((row) => JSON.stringify(row)).filter((row) => row.includes(words));
        return found.length >= times ? found.at(-1) : undefined;
      });
    const ask = (text: string) =>
      t.teams.post({ room: triage, person: ada, replyTo: cardId, text, mentionBot: true });
    ask('clock');
    await told('The first answer: ');
    const at = { room: triage, id: cardId, person: ada };
    await t.teams.press({ ...at, button: 'Explain the clock' });
    await told('The first answer: ', 2);
    ask('hours');
    expect(await told('When the desk is open')).toContain('every hour does');
    ask('policy');
    expect(await told('What customers may expect')).not.toContain('Change urgent');
    await t.rows("update member set role = 'SUPERVISOR' where name = 'Ada Lovelace'");
    ask('policy');
    await told('Change urgent');
  });

  it('warns of a customer who calls everybody, until an agent dismisses it on the card', async () => {
    await t.teams.post({
      room: umbrellaSupport,
      person: alice,
      replyTo: rootId,
      text: 'PLEASE CAN ANYBODY LOOK AT THIS',
    }).delivered;
    const card = (words: string) =>
      t.teams.messages(triage).some((one) => one.id === cardId && shown(one).includes(words));
    await eventually('the signal on the card', () => card('Writes in capitals'));
    await t.teams.press({ room: triage, id: cardId, person: ada, button: 'Dismiss: shouting' });
    await eventually('no signal', () => !card('Writes in capitals'));
    expect(await t.rows('select from signal where dismissed_at is not null')).toHaveLength(1);
  });

  it('keeps a note from a dialog inside the team', async () => {
    const at = { room: triage, id: cardId, person: ben };
    const opened = await t.teams.press({ ...at, button: 'Note' });
    expect(opened.shown).toBe('dialog');
    const words = 'Their licence ends on Friday';
    const sent = { dialogId: opened.dialogId ?? '', person: ben, inputs: { 'field.text': words } };
    expect((await t.teams.submitDialog(sent)).shown).toBe('nothing');
    expect((await post(triage, words)).rootId).toBe(cardId);
    const rows = await t.rows(`select visibility from message where plain = '${words}'`);
    expect(rows).toEqual([{ visibility: 'INTERNAL' }]);
    expect(JSON.stringify(t.teams.messages(umbrellaSupport))).not.toContain(words);
  });

  it('is solved from a dialog; the customer says so and rates it, each with one press', async () => {
    const at = { room: triage, id: cardId, person: ben };
    const opened = await t.teams.press({ ...at, button: 'Solve' });
    expect(opened.shown).toBe('dialog');
    const inputs = { 'field.solution': 'The job was restarted; it exports again.' };
    await t.teams.submitDialog({ dialogId: opened.dialogId ?? '', person: ben, inputs });
    const asked = await post(umbrellaSupport, 'The job was restarted');
    expect(asked.rootId).toBe(rootId);
    expect(shown(asked)).toContain('Ben Okafor');
    const theirs = { room: umbrellaSupport, id: asked.id, person: alice };
    const said = await t.teams.press({ ...theirs, button: 'Solved' });
    // The pressed card comes back in the answer: its question is answered.
    expect(said.shown).toBe('card');
    expect(JSON.stringify(said.answer)).toContain('The job was restarted');
    expect(JSON.stringify(said.answer)).not.toContain('Not yet');
    await eventually(
      'confirmed',
      async () => (await t.rows("select from ticket where status = 'CONFIRMED'")).length === 1,
    );
    const rating = await post(umbrellaSupport, 'How did we do?');
    const rated = await t.teams.press({ ...theirs, id: rating.id, button: '2' });
    expect(JSON.stringify(rated.answer)).toContain('Did you have to repeat yourself?');
    // A poor one is somebody's to make good; the answer to the press says that it was.
    const task = await post(triage, 'rated this with 2 of 5');
    const made = await t.teams.press({ ...at, id: task.id, button: 'Made good' });
    expect(made.shown).toBe('card');
    expect(JSON.stringify(made.answer)).toContain('made this good');
    expect(JSON.stringify(made.answer)).not.toContain('complete-recovery');
  });

  it('has nothing to complain about, and said nothing Teams would not show', () => {
    expect(t.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(t.teams.violations()).toEqual([]);
  });
});

describe('what Teams does not tell us', () => {
  let t: TeamsDesk;
  const { triage, umbrellaSupport, alice, ada } = TEAMS;
  const seen = (room: string, words: string): Post[] =>
    t.teams
      .messages(room)
      .filter((one) => one.from === null && !one.deleted && shown(one).includes(words));
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, () => seen(room, words)[0]);
  const reply = async (card: Post, text: string): Promise<void> => {
    const at = { room: triage, id: card.id, person: ada };
    const { dialogId } = await t.teams.press({ ...at, button: 'Reply' });
    await t.teams.submitDialog({
      dialogId: dialogId ?? '',
      person: ada,
      inputs: { 'field.text': text },
    });
  };
  let card: Post;

  beforeAll(async () => {
    t = await startTeamsDesk();
    await eventually(
      'the triage room is known',
      async () => (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1,
    );
    t.teams.post({ room: umbrellaSupport, person: alice, text: 'Nothing can be saved any more' });
    card = await post(triage, 'Nothing can be saved any more');
    await post(umbrellaSupport, 'We have your message');
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it('has one effect, however often the same press comes', async () => {
    t.teams.repeat({ type: 'invoke', copies: 4, newId: true });
    await t.teams.press({ room: triage, id: card.id, person: ada, button: 'Claim' });
    await post(umbrellaSupport, 'Ada Lovelace looks after this');
    const claims = await t.rows("select kind from timeline_entry where kind like '%ASSIGN%'");
    expect(claims.length).toBeLessThanOrEqual(1);
    const rows = await t.rows("select convert_from(raw, 'utf8') as raw from inbox");
    const presses = rows.filter((row) => JSON.stringify(row).includes('"claim\\'));
    expect(presses).toHaveLength(1);
  });

  it('is not said twice to a customer, but told to the team, who may send it again', async () => {
    t.teams.fault({ operation: 'send', conversation: umbrellaSupport, kind: 'store-then-drop' });
    await reply(card, 'Is it better now?');
    const notice = await post(triage, 'It is not known whether');
    expect(seen(umbrellaSupport, 'Is it better now?')).toHaveLength(1);
    expect(await t.rows("select from message where delivery_state = 'UNKNOWN'")).toHaveLength(1);
    await t.teams.press({ room: triage, id: notice.id, person: ada, button: 'Send again anyway' });
    await eventually('sent again', () => seen(umbrellaSupport, 'Is it better now?').length === 2);
  });

  it('comes again by itself where Teams surely did not show it', async () => {
    for (const status of [429, 412, 502, 504])
      t.teams.fault({
        operation: 'send',
        conversation: umbrellaSupport,
        kind: 'status',
        status,
        retryAfterS: 1,
      });
    await reply(card, 'And now?');
    await eventually('it arrives', () => seen(umbrellaSupport, 'And now?').length === 1);
    const tries = t.teams
      .requests()
      .filter(
        ({ thread, body }) =>
          thread?.startsWith(umbrellaSupport) && JSON.stringify(body).includes('And now?'),
      )
      .map(({ at, status }) => ({ at, status }));
    expect(tries.map(({ status }) => status)).toEqual([429, 412, 502, 504, 201]);
    // Each waits for as long as it was asked to, and none is in the way of the next.
    for (const [index, { at }] of tries.slice(1).entries())
      expect(at - (tries[index]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  }, 60_000);

  it('is told to the team where it will never arrive', async () => {
    t.teams.fault({
      operation: 'send',
      conversation: umbrellaSupport,
      kind: 'status',
      status: 403,
      code: 'MessageWritesBlocked',
    });
    await reply(card, 'Hello?');
    expect(shown(await post(triage, 'Hello?'))).toBeDefined();
    await post(triage, 'does not let this app write here');
    expect(seen(umbrellaSupport, 'Hello?')).toEqual([]);
  });

  it('waits while our app is refused, says so on the card, and is shown once when it is not', async () => {
    // The password was changed: the token that was good is turned down, and so are the next.
    const accept = t.teams.fault({
      operation: 'send',
      conversation: umbrellaSupport,
      kind: 'status',
      status: 401,
      times: 1_000,
    });
    t.teams.fault({ operation: 'token', kind: 'status', status: 401 });
    await reply(card, 'Held, not lost.');
    await eventually('why it waits', () => {
      const now = t.teams.messages(triage).find(({ id }) => id === card.id);
      return now !== undefined && /not delivered yet.*does not accept this app/.test(shown(now));
    });
    expect(await t.rows("select from message where delivery_state = 'PENDING'")).toHaveLength(1);
    accept();
    await eventually('it arrives', () => seen(umbrellaSupport, 'Held, not lost.').length === 1);
    await eventually('delivered', async () => {
      const waiting = await t.rows("select from message where delivery_state = 'PENDING'");
      return waiting.length === 0;
    });
    expect(seen(umbrellaSupport, 'Held, not lost.')).toHaveLength(1);
  }, 60_000);

  it('does not wait where the app was taken out of the room: told, and sent when it is back', async () => {
    t.teams.fault({
      operation: 'send',
      conversation: umbrellaSupport,
      kind: 'status',
      status: 403,
      code: 'BotNotInConversationRoster',
    });
    await reply(card, 'Are we still here?');
    const notice = await post(triage, 'This app is no longer in that team or chat');
    expect(seen(umbrellaSupport, 'Are we still here?')).toEqual([]);
    await t.teams.press({ room: triage, id: notice.id, person: ada, button: 'Try again' });
    await eventually('sent again', () => seen(umbrellaSupport, 'Are we still here?').length === 1);
  });
});
