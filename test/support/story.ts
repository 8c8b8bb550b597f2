import { z } from 'zod';
import type { FormValues } from '../../sandbox/form-state';
import type { ShownMessage, ShownView } from '../../sandbox/handle';
import { TestDesk, type TestDeskOptions } from './desk';
import { eventually } from './eventually';
import { controlsIn, type Shown, transcript, wordsIn } from './screen';

export const TRIAGE = 'C0TRIAGE';
export const GLOBEX = 'C0GLOBEX';
export const INITECH = 'C0INITECH';

const actor = z.object({ __typename: z.string(), name: z.string() });
const ticketSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  waitingOn: z.string(),
  priority: z.string(),
  level: z.number(),
  subject: z.string(),
  version: z.number(),
  reopenCount: z.number(),
  openedAt: z.coerce.date(),
  firstResponseDueAt: z.coerce.date().nullable(),
  firstRespondedAt: z.coerce.date().nullable(),
  unansweredSince: z.coerce.date().nullable(),
  snoozedUntil: z.coerce.date().nullable(),
  solution: z.string().nullable(),
  escalationReason: z.string().nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  customer: z.object({ id: z.string(), name: z.string() }),
  messages: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        visibility: z.string(),
        deliveryState: z.string(),
        deliveryError: z.string().nullable(),
        editedAfterAnswer: z.boolean(),
        deletedAt: z.coerce.date().nullable(),
        author: actor,
      }),
    ),
  }),
  timeline: z.object({
    nodes: z.array(
      z.object({
        kind: z.string(),
        actor,
        changes: z.array(
          z.object({
            field: z.string(),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
});

/** A ticket as the API shows it, with its conversation and history. */
export type SeenTicket = z.infer<typeof ticketSchema>;

const NAMES = ['Bot', 'Contact', 'Member', 'Stranger', 'System', 'Token']
  .map((kind) => `... on ${kind}Actor { name }`)
  .join(' ');
const TICKET = `id number status waitingOn priority level subject version reopenCount openedAt
  firstResponseDueAt firstRespondedAt unansweredSince snoozedUntil solution escalationReason
  assignee { id name } customer { id name }
  messages(first: 100) { nodes { id text visibility deliveryState deliveryError editedAfterAnswer
    deletedAt author { __typename ${NAMES} } } }
  timeline(first: 100) { nodes { kind actor { __typename ${NAMES} } changes { field before after } } }`;

/** People at work around a desk, and what each of them sees. */
export class Story {
  private constructor(readonly desk: TestDesk) {}

  static async begin(options: TestDeskOptions = {}): Promise<Story> {
    return new Story(await TestDesk.start(options));
  }

  get slack(): TestDesk['slack'] {
    return this.desk.slack;
  }

  end(): Promise<void> {
    return this.desk.stop();
  }

  /** Somebody says something; resolves when the desk has taken it. */
  async say(channel: string, user: string, text: string, threadTs?: string): Promise<string> {
    const said = this.slack.post({
      channel,
      user,
      text,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    await said.delivered;
    return said.ts;
  }

  /** The triage card that shows these words, once it is there. */
  card(words: string): Promise<ShownMessage> {
    return eventually(`a triage card with “${words}”`, () => this.cardNow(words));
  }

  cardNow(words: string): ShownMessage | undefined {
    return this.slack
      .messages(TRIAGE)
      .find(
        (message) =>
          (message.thread_ts === undefined || message.thread_ts === message.ts) &&
          message.bot_id !== undefined &&
          wordsIn(message).includes(words),
      );
  }

  /** A message as it stands now. */
  message(channel: string, ts: string): ShownMessage {
    const found = this.slack.messages(channel).find((message) => message.ts === ts);
    if (found === undefined) throw new Error(`no message ${ts} in ${channel}`);
    return found;
  }

  /** A message, once it satisfies the condition. */
  seen(
    channel: string,
    ts: string,
    what: string,
    condition: (shown: ShownMessage) => boolean,
  ): Promise<ShownMessage> {
    return eventually(what, () => {
      const message = this.message(channel, ts);
      if (condition(message)) return message;
      throw new Error(wordsIn(message));
    });
  }

  /** A message of a thread, once it stands there. */
  inThread(channel: string, root: string, words: string): Promise<ShownMessage> {
    return eventually(`“${words}” in the thread ${root}`, () => {
      const found = this.slack
        .thread(channel, root)
        .find((message) => message.ts !== root && wordsIn(message).includes(words));
      if (found !== undefined) return found;
      throw new Error(transcript(this.slack, channel, root).join('\n---\n'));
    });
  }

  /** The one message of the desk in a customer's thread that says how things stand. */
  statusLine(channel: string, root: string): Promise<ShownMessage> {
    return eventually(`the status line in ${root}`, () =>
      this.slack
        .thread(channel, root)
        .find(
          (message) =>
            message.bot_id !== undefined &&
            message.username === undefined &&
            controlsIn(message).some(({ actionId }) => actionId === 'request-person'),
        ),
    );
  }

  /** Presses a button or chooses from a menu of a message, as it stands now. */
  async press(
    user: string,
    channel: string,
    ts: string,
    actionId: string,
    selected?: string,
  ): Promise<void> {
    await this.slack.press({
      user,
      channel,
      ts,
      actionId,
      ...(selected === undefined ? {} : { selected }),
    });
  }

  /** Presses a button that opens a form, and waits for the form. */
  async open(user: string, channel: string, ts: string, actionId: string): Promise<ShownView> {
    const before = new Set(this.slack.views(user).map(({ id }) => id));
    await this.press(user, channel, ts, actionId);
    return eventually(`a form for ${actionId}`, () =>
      this.slack.views(user).find(({ id }) => !before.has(id)),
    );
  }

  /** Sends an open form off. */
  async submit(
    user: string,
    view: ShownView,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    const filled: FormValues = Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, { value }]),
    );
    await this.slack.submitForm({ viewId: view.id, user, values: filled });
  }

  /** Opens a form of a card, fills it in and sends it. */
  async fill(
    user: string,
    channel: string,
    ts: string,
    actionId: string,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.submit(user, await this.open(user, channel, ts, actionId), values);
  }

  /** Runs a slash command and resolves with what only the asker is shown because of it. */
  async command(user: string, channel: string, text: string): Promise<ShownMessage[]> {
    const before = this.slack.ephemerals(user).length;
    await this.slack.command({ user, channel, command: '/desk', text });
    return eventually(`an answer to /desk ${text}`, () => {
      const all = this.slack.ephemerals(user);
      return all.length > before && all.slice(before);
    });
  }

  /** What only this person was shown, once it contains the words. */
  whispered(user: string, words: string): Promise<ShownMessage> {
    return eventually(`“${words}” whispered to ${user}`, () => {
      const all = this.slack.ephemerals(user);
      const found = all.find((message) => wordsIn(message).includes(words));
      if (found !== undefined) return found;
      throw new Error(all.map(wordsIn).join('\n---\n'));
    });
  }

  /** The ticket of a card or a number, read through the API. */
  async ticket(of: Shown | number): Promise<SeenTicket> {
    const number = typeof of === 'number' ? of : numberOn(of);
    const data = await this.desk.ask(
      `query ($number: Int!) { ticketByNumber(number: $number) { ${TICKET} } }`,
      { number },
    );
    return z.object({ ticketByNumber: ticketSchema }).parse(data).ticketByNumber;
  }

  /** The ticket's own id, as buttons carry it; the API's ids are opaque. */
  async idOf(of: Shown | number): Promise<string> {
    const number = typeof of === 'number' ? of : numberOn(of);
    const [row] = await this.desk.rows('select id from ticket where number = $1', [number]);
    return String(row?.id);
  }

  /** The ticket, once it satisfies the condition. */
  ticketWhere(
    of: Shown | number,
    what: string,
    condition: (ticket: SeenTicket) => boolean,
  ): Promise<SeenTicket> {
    return eventually(what, async () => {
      const ticket = await this.ticket(of);
      if (condition(ticket)) return ticket;
      throw new Error(`${ticket.status} ${ticket.waitingOn} ${ticket.assignee?.name ?? ''}`);
    });
  }

  /** Everything taken in is worked off and everything decided is said. */
  settled(): Promise<unknown> {
    return eventually('nothing in hand', async () => {
      const [row] = await this.desk.rows(
        `select (select count(*) from inbox where state = 'PENDING')::int as arrivals,
                (select count(*) from outbox where state = 'PENDING')::int as errands`,
      );
      return row?.arrivals === 0 && row.errands === 0;
    });
  }
}

/** The number in a card's title. */
export const numberOn = (card: Shown): number => {
  const match = /#(\d+)/.exec(wordsIn(card));
  if (match?.[1] === undefined) throw new Error(`no number on: ${wordsIn(card)}`);
  return Number(match[1]);
};
