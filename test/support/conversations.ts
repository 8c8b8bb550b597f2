import { setTimeout as pause } from 'node:timers/promises';
import type { Shown, TalkingPlace } from './chat-side';

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
  /** The agent was told that nothing was sent, so it must not have been. */
  isTurnedAway: boolean;
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

/** The desk's answer to words for a customer that were written under no card it knows. */
const TURNED_AWAY = 'belongs to no ticket';
/** What the team is told where nobody can look. */
const NOT_KNOWN = 'It is not known whether';

/** What the desk has put up, by the mark in it, as soon as it stands there. */
export class Seen {
  /** The newest of a ticket: one that was put up again is the one the desk knows. */
  private readonly cards = new Map<string, string>();
  private readonly replies = new Set<string>();
  private readonly turnedAway = new Set<string>();

  constructor(place: TalkingPlace) {
    place.chat.onShown((shown) => this.note(place, shown));
  }

  private note(place: TalkingPlace, { channel, ts, threadTs, byApp, text, whole }: Shown): void {
    if (!byApp) return;
    const mark = markOf(channel === place.triage ? whole : text);
    if (mark === null) return;
    if (channel !== place.triage || whole.includes(NOT_KNOWN)) this.replies.add(mark);
    else if (threadTs === null) this.cards.set(mark, ts);
    else if (whole.includes(TURNED_AWAY)) this.turnedAway.add(mark);
  }

  card(mark: string): string | null {
    return this.cards.get(mark) ?? null;
  }

  /** Shown to the customer, or told to the team as never to be known. */
  reply(mark: string): 'shown' | 'turned away' | null {
    if (this.replies.has(mark)) return 'shown';
    return this.turnedAway.has(mark) ? 'turned away' : null;
  }
}

/** People talking: customers ask and follow up, agents answer in every way they can. */
export class Conversations {
  readonly history: History = { said: [], asked: [], internal: [] };
  private marks = 0;
  private started = 0;
  /** Replies that nobody waits for, until the end. */
  private readonly open: Promise<void>[] = [];
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
  async run(workspaces: readonly TalkingPlace[]): Promise<void> {
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
    await Promise.all(this.open);
  }

  /** One more question, that nobody waits for. */
  asks(workspace: TalkingPlace, channel: string, user: string): Promise<Said> {
    return this.post(workspace, channel, user, 'Our export is broken', null, 'customer');
  }

  private async talkIn(
    workspace: TalkingPlace,
    room: string,
    at: number,
    seen: Seen,
  ): Promise<void> {
    const who = workspace.customersOf(room)[at];
    if (who === undefined) throw new Error('more conversations than people');
    while (this.started < this.options.messages) await this.talk(workspace, room, who, seen);
  }

  private async talk(
    workspace: TalkingPlace,
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
    workspace: TalkingPlace,
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
    workspace: TalkingPlace,
    channel: string,
    user: string,
    words: string,
    threadTs: string | null,
    by: Said['by'],
  ): Promise<Said> {
    const mark = this.mark();
    const text = `${words} ${mark}`;
    const { ts, isTaken } = workspace.chat.post({
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
    said.isTaken = await isTaken;
    return said;
  }

  private async maybeChanges(workspace: TalkingPlace, said: Said, user: string): Promise<void> {
    const chance = this.options.random();
    const at = { channel: said.channel, ts: said.ts, user };
    if (chance < 0.02) {
      const text = `${said.text} (corrected)`;
      await workspace.chat.edit({ ...at, text });
      said.text = text;
    } else if (chance < 0.03) {
      await workspace.chat.delete(at);
      said.isDeleted = true;
    }
  }

  private async answersNatively(workspace: TalkingPlace, root: Said): Promise<void> {
    const agent = this.pick(workspace.agents);
    await this.post(workspace, root.channel, agent, 'Looking into it', root.threadTs, 'agent');
  }

  private async answers(workspace: TalkingPlace, root: Said, seen: Seen): Promise<void> {
    const card = await this.until(() => seen.card(root.mark));
    if (card === null) return;
    const { chat, triage } = workspace;
    const agent = this.pick(workspace.agents);
    const say = async (words: string, under = card): Promise<void> => {
      await chat.post({ channel: triage, user: agent, text: words, threadTs: under }).isTaken;
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
    for (let at = 0; at < count; at += 1) await this.replies(root, seen, say, at === count - 1);
  }

  /** Whoever is told that nothing was sent writes it again, under the card that stands now. */
  private async replies(
    root: Said,
    seen: Seen,
    say: (words: string, under: string | undefined) => Promise<void>,
    isLast: boolean,
    under?: string,
  ): Promise<void> {
    const mark = this.mark();
    const way = 'triage thread';
    const asked: Asked = { ...this.at(root), mark, way, isTaken: true, isTurnedAway: false };
    this.history.asked.push(asked);
    await say(`reply: We are on it ${mark}`, under);
    const ended = this.until(() => seen.reply(mark)).then(async (outcome) => {
      if (outcome !== 'turned away') return;
      asked.isTurnedAway = true;
      await this.replies(root, seen, say, true, seen.card(root.mark) ?? undefined);
    });
    if (isLast) await ended;
    else this.open.push(ended);
  }

  private async claims(workspace: TalkingPlace, card: string, user: string): Promise<void> {
    const where = { channel: workspace.triage, ts: card, user };
    await this.until(async () => ((await workspace.chat.claim(where)) ? true : null));
  }

  private async answersByForm(
    workspace: TalkingPlace,
    root: Said,
    card: string,
    user: string,
    seen: Seen,
  ): Promise<void> {
    const where = { channel: workspace.triage, ts: card, user };
    const mark = await this.until(async () => {
      let typed = '';
      const outcome = await workspace.chat.replyByForm(where, () => {
        typed = this.mark();
        return `Please try again now ${typed}`;
      });
      if (outcome === 'not opened') return null;
      const isTaken = outcome === 'taken';
      const asked = { ...this.at(root), mark: typed, way: 'form', isTaken } as const;
      this.history.asked.push({ ...asked, isTurnedAway: false });
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
