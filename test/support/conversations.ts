import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../sandbox/model';
import type { BusyWorkspace } from './busy-workspaces';

/** A message a person wrote in a customer's room: the desk must keep it, once, in its tenant. */
export interface Said {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string;
  readonly by: 'customer' | 'agent';
  readonly mark: string;
  text: string;
  isDeleted: boolean;
  /** The platform was told that the desk has it. */
  isTaken: boolean;
}

/** A reply an agent asked the desk to show. */
export interface Asked {
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  readonly mark: string;
  readonly way: 'triage thread' | 'form';
  /** A form whose answer was lost may have been kept or not: shown at most once then. */
  readonly isTaken: boolean;
}

/** Everything people did. */
export interface History {
  readonly said: Said[];
  readonly asked: Asked[];
  /** Marks of what was said inside the team only. */
  readonly internal: string[];
}

export interface LoadOptions {
  /** Customer messages in all. */
  readonly messages: number;
  /** Conversations going on at once in each room. */
  readonly perRoom: number;
  readonly random: () => number;
  /** After each customer message. */
  readonly onSaid?: (count: number) => void;
  readonly giveUpAfterMs?: number;
}

const MARK = /\bmk\d+\b/;
const FOLLOW_UPS = 4;

/** The same numbers for the same seed. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const markOf = (text: string): string | null => MARK.exec(text)?.[0] ?? null;

/** What the desk has put up, by the mark in it, as soon as it stands there. */
export class Seen {
  private readonly cards = new Map<string, string>();
  private readonly replies = new Set<string>();

  constructor(workspace: BusyWorkspace) {
    const { world } = workspace.slack;
    const add = world.add.bind(world);
    world.add = (message: Message): void => {
      add(message);
      if (!message.by_app) return;
      if (message.channel !== workspace.triage) {
        const mark = markOf(message.text);
        if (mark !== null) this.replies.add(mark);
      } else if (message.thread_ts === null) {
        const shown = JSON.stringify([message.text, message.blocks, message.attachments]);
        const mark = markOf(shown);
        if (mark !== null && !this.cards.has(mark)) this.cards.set(mark, message.ts);
      }
    };
  }

  card(mark: string): string | null {
    return this.cards.get(mark) ?? null;
  }

  reply(mark: string): true | null {
    return this.replies.has(mark) ? true : null;
  }
}

/** People talking: customers ask and follow up, agents answer in every way they can. */
export class Conversations {
  readonly history: History = { said: [], asked: [], internal: [] };
  private marks = 0;
  private started = 0;
  /** A person has one form open at a time. */
  private readonly atForm = new Map<string, Promise<void>>();
  private readonly giveUpAfterMs: number;

  constructor(private readonly options: LoadOptions) {
    this.giveUpAfterMs = options.giveUpAfterMs ?? 120_000;
  }

  get customerMessages(): number {
    return this.started;
  }

  /** Resolves when the last conversation is over. */
  async run(workspaces: readonly BusyWorkspace[]): Promise<void> {
    const talks = workspaces.flatMap((workspace) => {
      const seen = new Seen(workspace);
      return workspace.rooms.flatMap((room) =>
        // One person each: two questions of one person in one instant are one ticket, rightly.
        Array.from({ length: this.options.perRoom }, (_, at) =>
          this.talkIn(workspace, room, at, seen),
        ),
      );
    });
    await Promise.all(talks);
  }

  /** One more question, that nobody waits for. */
  asks(workspace: BusyWorkspace, channel: string, user: string): Promise<Said> {
    return this.post(workspace, channel, user, 'Our export is broken', null, 'customer');
  }

  private async talkIn(
    workspace: BusyWorkspace,
    room: string,
    at: number,
    seen: Seen,
  ): Promise<void> {
    const who = workspace.customersOf(room)[at];
    if (who === undefined) throw new Error('more conversations than people');
    while (this.started < this.options.messages) await this.talk(workspace, room, who, seen);
  }

  private async talk(
    workspace: BusyWorkspace,
    room: string,
    who: string,
    seen: Seen,
  ): Promise<void> {
    const people = workspace.customersOf(room);
    const root = await this.says(workspace, room, who, 'Our export is broken', null);
    if (root === null) return;
    for (let at = 0; at < FOLLOW_UPS; at += 1) {
      if (at === 1) await this.answers(workspace, root, seen);
      const from = this.options.random() < 0.8 ? who : this.pick(people);
      const more = await this.says(workspace, room, from, 'It also fails for me', root.threadTs);
      if (more !== null) await this.maybeChanges(workspace, more, from);
    }
    if (this.options.random() < 0.3) await this.answersNatively(workspace, root);
  }

  private async says(
    workspace: BusyWorkspace,
    channel: string,
    user: string,
    words: string,
    threadTs: string | null,
  ): Promise<Said | null> {
    if (this.started >= this.options.messages) return null;
    this.started += 1;
    const said = this.post(workspace, channel, user, words, threadTs, 'customer');
    this.options.onSaid?.(this.started);
    return said;
  }

  private async post(
    workspace: BusyWorkspace,
    channel: string,
    user: string,
    words: string,
    threadTs: string | null,
    by: Said['by'],
  ): Promise<Said> {
    const mark = this.mark();
    const text = `${words} ${mark}`;
    const { ts, delivered } = workspace.slack.post({
      channel,
      user,
      text,
      ...(threadTs === null ? {} : { threadTs }),
    });
    const said: Said = {
      ...{ team: workspace.team, channel, ts, threadTs: threadTs ?? ts, by, mark, text },
      isDeleted: false,
      isTaken: false,
    };
    this.history.said.push(said);
    said.isTaken = (await delivered).state === 'delivered';
    return said;
  }

  private async maybeChanges(workspace: BusyWorkspace, said: Said, user: string): Promise<void> {
    const chance = this.options.random();
    const at = { channel: said.channel, ts: said.ts, user };
    if (chance < 0.02) {
      const text = `${said.text} (corrected)`;
      await workspace.slack.edit({ ...at, text }).delivered;
      said.text = text;
    } else if (chance < 0.03) {
      await workspace.slack.delete(at).delivered;
      said.isDeleted = true;
    }
  }

  private async answersNatively(workspace: BusyWorkspace, root: Said): Promise<void> {
    const agent = this.pick(workspace.agents);
    await this.post(workspace, root.channel, agent, 'Looking into it', root.threadTs, 'agent');
  }

  private async answers(workspace: BusyWorkspace, root: Said, seen: Seen): Promise<void> {
    const card = await this.until(() => seen.card(root.mark));
    if (card === null) return;
    const { slack, triage } = workspace;
    const agent = this.pick(workspace.agents);
    const say = async (words: string): Promise<void> => {
      await slack.post({ channel: triage, user: agent, text: words, threadTs: card }).delivered;
    };
    if (this.options.random() < 0.1) {
      const note = this.mark();
      this.history.internal.push(note);
      await say(`They pay late, by the way ${note}`);
    }
    if (this.options.random() < 0.15) {
      const before = this.atForm.get(agent) ?? Promise.resolve();
      const answered = before.then(async () => {
        await this.claims(workspace, card, agent);
        await this.answersByForm(workspace, root, card, agent, seen);
      });
      this.atForm.set(agent, answered);
      await answered;
      return;
    }
    const count = this.options.random() < 0.3 ? 2 : 1;
    for (let at = 0; at < count; at += 1) {
      const mark = this.mark();
      this.history.asked.push({ ...this.at(root), mark, way: 'triage thread', isTaken: true });
      await say(`reply: We are on it ${mark}`);
      if (at === count - 1) await this.until(() => seen.reply(mark));
    }
  }

  private async claims(workspace: BusyWorkspace, card: string, user: string): Promise<void> {
    await this.until(async () => {
      const where = { channel: workspace.triage, ts: card, user };
      const claim = await workspace.slack.press({ ...where, actionId: 'claim' }).catch(() => null);
      return claim === null || claim.error === null ? true : null;
    });
  }

  private async answersByForm(
    workspace: BusyWorkspace,
    root: Said,
    card: string,
    user: string,
    seen: Seen,
  ): Promise<void> {
    const { slack, triage } = workspace;
    const mark = await this.until(async () => {
      const before = slack.views(user).length;
      const press = { channel: triage, ts: card, user, actionId: 'reply' };
      const pressed = await slack.press(press).catch(() => null);
      const view = slack.views(user).at(-1);
      if (pressed?.error !== null || view === undefined || slack.views(user).length <= before)
        return null;
      const typed = this.mark();
      const values = { text: { value: `Please try again now ${typed}` } };
      const sent = await slack.submitForm({ viewId: view.id, user, values });
      const isTaken = sent.error === null;
      this.history.asked.push({ ...this.at(root), mark: typed, way: 'form', isTaken });
      if (!isTaken) await slack.closeForm({ viewId: view.id, user });
      return isTaken ? typed : null;
    });
    if (mark !== null) await this.until(() => seen.reply(mark));
  }

  private at(root: Said): Pick<Asked, 'team' | 'channel' | 'threadTs'> {
    return { team: root.team, channel: root.channel, threadTs: root.threadTs };
  }

  /** Asks again until there is an answer; null when patience ends, which the checker will notice. */
  private async until<T>(look: () => T | null | Promise<T | null>): Promise<T | null> {
    const patience = Date.now() + this.giveUpAfterMs;
    for (;;) {
      const found = await look();
      if (found !== null || Date.now() > patience) return found;
      await pause(20);
    }
  }

  private mark(): string {
    this.marks += 1;
    return `mk${this.marks}`;
  }

  private pick(from: readonly string[]): string {
    const one = from[Math.floor(this.options.random() * from.length)];
    if (one === undefined) throw new Error('nobody to pick from');
    return one;
  }
}
