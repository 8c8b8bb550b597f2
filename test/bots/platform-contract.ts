import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Card } from '../../src/app/cards/card';
import type { Form } from '../../src/app/cards/form';
import type {
  ChannelRef,
  ChatEvent,
  ChatMessage,
  FormRequest,
  MessageRef,
  ThreadRef,
} from '../../src/app/ports/chat-event';
import type { ChatPlatform, Delivery, HistoryPage } from '../../src/app/ports/chat-platform';
import { PlatformRefused } from '../../src/app/ports/chat-platform';
import { bold, plain, time, toPlain, words } from '../../src/domain/text';

/** What a platform does not do. Each has its own word in the port's types, which is then asserted. */
export interface Traits {
  /** Else `ChatUser.home` is null in events: the platform tells it when asked about the person. */
  readonly namesHomes: boolean;
  /** Else nothing of ours ever comes back, so `echoOf` is never set. */
  readonly echoes: boolean;
  /** Else find() answers `cannot-look`. */
  readonly canLook: boolean;
  /** Else history() throws PlatformRefused. */
  readonly canReadBack: boolean;
  /** What an agent is told of a room that takes no more posts. */
  readonly closedRoom: RegExp;
}

/** What a platform's double must offer for the suite: people who act, and the truth to compare with. */
export interface PlatformHarness {
  readonly platform: ChatPlatform;
  readonly traits: Traits;
  /** A room we share with a customer. */
  readonly room: ChannelRef;
  readonly unknownRoom: ChannelRef;
  readonly uninstalledWorkspace: string;
  readonly us: { readonly userId: string; readonly home: string; readonly name: string };
  readonly customer: { readonly userId: string; readonly home: string; readonly name: string };
  /** A person writes; answers the message's id once it was pushed. */
  write(userId: string, text: string, threadId: string | null): Promise<string>;
  rewrite(userId: string, id: string, text: string): Promise<void>;
  erase(userId: string, id: string): Promise<void>;
  /** A person presses the button with this label. */
  press(userId: string, id: string, action: string): Promise<void>;
  choose(userId: string, id: string, action: string, value: string): Promise<void>;
  /** Presses, answers the form that request opens, fills it and sends it. */
  fill(userId: string, form: string, values: Readonly<Record<string, string>>): Promise<void>;
  /** Everything the door has stored since the last time it was asked. */
  arrived(): Promise<readonly Buffer[]>;
  /** The form requests since the last time. */
  asked(): readonly FormRequest[];
  /** The words a person sees of one message, without formatting; null when it is gone. */
  shown(id: string): string | null;
  whispered(userId: string): readonly string[];
  homeOf(userId: string): string | null;
  /** The next post is shown, but its answer never comes back. */
  loseNextAnswer(): void;
  /** The next post is not shown and its answer never comes back. */
  loseNextRequest(): void;
  slowDown(seconds: number): void;
  archive(): Promise<void>;
  unarchive(): Promise<void>;
  /** Calls that the platform would not have understood. */
  violations(): readonly string[];
  close(): Promise<void>;
}

const card: Card<'team'> = {
  audience: 'team',
  title: 'Ticket 7',
  tone: 'warning',
  fallback: 'Ticket 7 is waiting',
  blocks: [
    { kind: 'quote', text: plain('It is <!channel> broken & *loud*') },
    {
      kind: 'facts',
      facts: [
        { label: 'Customer', value: plain('Globex & Sons') },
        { label: 'Due', value: [time(new Date('2026-03-01T10:00:00Z'), 'Europe/London')] },
      ],
    },
    { kind: 'divider' },
    {
      kind: 'buttons',
      buttons: [
        {
          kind: 'button',
          label: 'Claim',
          style: 'primary',
          action: 'claim',
          subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 4 },
        },
        {
          kind: 'button',
          label: 'Reply',
          style: 'plain',
          action: 'reply',
          subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 4 },
        },
        {
          kind: 'menu',
          label: 'Priority',
          action: 'set-priority',
          subject: {
            ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
            version: 4,
            about: '01a20057-8afb-76b9-abf3-dfbb34006da4',
          },
          options: [
            { label: 'High', value: 'HIGH' },
            { label: 'Low', value: 'LOW' },
          ],
        },
      ],
    },
    { kind: 'text', text: words('Small print ', bold('matters')), muted: true },
  ],
};

const form: Form = {
  name: 'reply',
  title: 'Reply to the customer',
  submit: 'Send',
  intro: [plain('Globex waits for 5 min')],
  fields: [
    {
      kind: 'text',
      name: 'text',
      label: 'Your reply',
      multiline: true,
      required: true,
      maxLength: 3_000,
    },
    {
      kind: 'choice',
      name: 'next',
      label: 'And then',
      required: false,
      options: [{ label: 'Keep it open', value: 'open' }],
    },
  ],
  subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 4 },
};

const refOf = (delivery: Delivery): MessageRef => {
  if (delivery.outcome !== 'sent') throw new Error(`not sent: ${JSON.stringify(delivery)}`);
  return delivery.ref;
};

/** The port's real definition: a platform is done when it passes. */
export const platformContract = (name: string, start: () => Promise<PlatformHarness>): void => {
  describe(`${name} behind the chat platform port`, () => {
    let h: PlatformHarness;
    let thread: ThreadRef;
    let rootId: string;
    let keys = 0;
    const nextKey = (): string => `key-${++keys}`;
    const events = async (): Promise<ChatEvent[]> =>
      (await h.arrived()).flatMap((raw) => [...h.platform.decode(raw)]);
    const homeOf = (person: { readonly home: string }): string | null =>
      h.traits.namesHomes ? person.home : null;
    const say = (text: string, as: { name: string; avatarUrl: string | null } | null = null) =>
      ({ kind: 'text', text: plain(text), as }) as const;

    beforeAll(async () => {
      h = await start();
      rootId = await h.write(h.customer.userId, 'The printer is on fire', null);
      thread = { ...h.room, threadId: rootId };
      await h.arrived();
    });
    afterAll(async () => {
      await h.close();
    });

    it("decodes a customer's message under our installation and their home", async () => {
      const id = await h.write(h.customer.userId, 'Hello <world> & all', null);
      const [event] = await events();
      expect(event).toMatchObject({
        kind: 'message',
        message: {
          channel: h.room,
          id,
          threadId: id,
          author: { home: homeOf(h.customer), userId: h.customer.userId, isBot: false },
          echoOf: null,
          fromHistory: false,
        },
      });
      if (event?.kind !== 'message') throw new Error('no message');
      expect(toPlain(event.message.body)).toBe('Hello <world> & all');
    });

    it("decodes our own person's reply in the thread under our home", async () => {
      await h.write(h.us.userId, 'On it', rootId);
      expect(await events()).toMatchObject([
        { kind: 'message', message: { threadId: rootId, author: { home: homeOf(h.us) } } },
      ]);
    });

    it('decodes edits and deletions with the id of what they change', async () => {
      const id = await h.write(h.customer.userId, 'frist', rootId);
      await h.rewrite(h.customer.userId, id, 'first');
      await h.erase(h.customer.userId, id);
      expect(await events()).toMatchObject([
        { kind: 'message' },
        { kind: 'message-edited', id, threadId: rootId, body: plain('first') },
        { kind: 'message-deleted', id, threadId: rootId },
      ]);
    });

    it('shows words exactly as given, and knows its own echo by key', async () => {
      const text = 'Look: <!channel> <@U0ADA> & *not bold* <http://a.b|c>';
      const key = nextKey();
      const ref = refOf(await h.platform.send(thread, say(text), key));
      expect(ref).toMatchObject({ workspace: h.room.workspace, channel: h.room.channel });
      expect(h.shown(ref.id)).toBe(text);
      const own = (await events()).filter((event) => event.kind === 'message');
      expect(own).toMatchObject(
        h.traits.echoes ? [{ message: { id: ref.id, threadId: rootId, echoOf: key } }] : [],
      );
    });

    it('never has a text refused for its length', async () => {
      const ref = refOf(await h.platform.send(thread, say('ä&'.repeat(25_000)), nextKey()));
      expect(h.shown(ref.id)).toMatch(/^ä&.*shortened\)$/);
      await h.arrived();
    });

    it('changes and removes what it said; removing twice is fine; neither comes back as news', async () => {
      const ref = refOf(await h.platform.send(thread, say('one'), nextKey()));
      await h.arrived();
      expect(await h.platform.edit(ref, say('two'))).toMatchObject({ outcome: 'sent' });
      expect(h.shown(ref.id)).toBe('two');
      expect(await events()).toEqual([]);
      expect(await h.platform.remove(ref)).toMatchObject({ outcome: 'sent' });
      expect(h.shown(ref.id)).toBeNull();
      expect(await h.platform.remove(ref)).toMatchObject({ outcome: 'sent' });
      expect(await h.platform.edit(ref, say('three'))).toMatchObject({ outcome: 'refused' });
      await h.arrived();
    });

    it("finds what was shown though its answer was lost, and does not find what wasn't", async () => {
      const before = new Date();
      const shown = nextKey();
      h.loseNextAnswer();
      expect(await h.platform.send(thread, say('maybe'), shown)).toMatchObject({
        outcome: 'unknown',
      });
      const lost = nextKey();
      h.loseNextRequest();
      expect(await h.platform.send(thread, say('never'), lost)).toMatchObject({
        outcome: 'unknown',
      });
      const found = await h.platform.find(thread, shown, before);
      if (!h.traits.canLook) {
        expect(found).toEqual({ outcome: 'cannot-look' });
        expect(await h.platform.find(thread, lost, before)).toEqual({ outcome: 'cannot-look' });
        return;
      }
      if (found.outcome !== 'found') throw new Error(`not found: ${found.outcome}`);
      expect(h.shown(found.ref.id)).toBe('maybe');
      expect(await h.platform.find(thread, lost, before)).toEqual({ outcome: 'absent' });
      await h.arrived();
    });

    it('also finds a message posted to the channel itself', async () => {
      const key = nextKey();
      const before = new Date();
      const to = { ...h.room, threadId: null };
      const ref = refOf(await h.platform.send(to, say('to all'), key));
      expect(h.shown(ref.id)).toBe('to all');
      expect(await h.platform.find(to, key, before)).toEqual(
        h.traits.canLook ? { outcome: 'found', ref } : { outcome: 'cannot-look' },
      );
      await h.arrived();
    });

    it('shows whole what it says that one message holds, however it is said', async () => {
      const { text, block } = h.platform.holds;
      const full = ({ chars, lines }: typeof text): string => {
        const breaks = '\n'.repeat(Math.min(lines, 300) - 1);
        return `${'Zeile "ü" & <b> '.repeat(chars / 16)}`.slice(0, chars - breaks.length) + breaks;
      };
      const seen = (ref: MessageRef): string => (h.shown(ref.id) ?? '').replaceAll('\n', '');
      const words = full(text).replaceAll('\n', '');
      for (const as of [null, { name: 'Ada', avatarUrl: null }]) {
        const sent = await h.platform.send(thread, say(full(text), as), nextKey());
        expect(seen(refOf(sent))).toContain(words);
      }
      const quote = { kind: 'quote', text: plain(full(block)) } as const;
      const quoted = { kind: 'card', card: { ...card, blocks: [quote] }, as: null } as const;
      const sent = await h.platform.send(thread, quoted, nextKey());
      expect(seen(refOf(sent))).toContain(full(block).replaceAll('\n', '').trimEnd());
      await h.arrived();
    });

    it('says when to try again, and that nothing was shown, when told to slow down', async () => {
      h.slowDown(7);
      const delivery = await h.platform.send(thread, say('later'), nextKey());
      expect(delivery).toMatchObject({ outcome: 'retry', afterMs: 7_000 });
      expect(await h.arrived()).toEqual([]);
    });

    it('refuses in words that tell a person what to do', async () => {
      await h.archive();
      const archived = await h.platform.send(thread, say('hello?'), nextKey());
      expect(archived).toMatchObject({
        outcome: 'refused',
        reason: expect.stringMatching(h.traits.closedRoom),
      });
      await h.unarchive();
      const unknown = await h.platform.send(
        { ...h.unknownRoom, threadId: null },
        say('x'),
        nextKey(),
      );
      expect(unknown).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/\.$/) });
      const gone = { ...thread, workspace: h.uninstalledWorkspace };
      expect(await h.platform.send(gone, say('x'), nextKey())).toMatchObject({
        outcome: 'refused',
        reason: expect.stringMatching(/install/i),
      });
      await h.arrived();
    });

    it('shows a card, and decodes its buttons and menus with subject, person and place', async () => {
      const ref = refOf(await h.platform.send(thread, { kind: 'card', card, as: null }, nextKey()));
      for (const part of ['Ticket 7', 'It is <!channel> broken & *loud*', 'Globex & Sons'])
        expect(h.shown(ref.id)).toContain(part);
      await h.arrived();
      await h.press(h.us.userId, ref.id, 'claim');
      await h.choose(h.us.userId, ref.id, 'set-priority', 'HIGH');
      const user = {
        platform: h.platform.name,
        home: homeOf(h.us),
        userId: h.us.userId,
        isBot: false,
      };
      const workspace = h.room.workspace;
      expect(await events()).toEqual([
        {
          kind: 'button',
          action: 'claim',
          subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 4 },
          choice: null,
          user,
          place: thread,
          workspace,
        },
        {
          kind: 'button',
          action: 'set-priority',
          subject: {
            ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
            version: 4,
            about: '01a20057-8afb-76b9-abf3-dfbb34006da4',
          },
          choice: 'HIGH',
          user,
          place: thread,
          workspace,
        },
      ]);
    });

    it("decodes a customer's press under our installation and their own home", async () => {
      const ref = refOf(await h.platform.send(thread, { kind: 'card', card, as: null }, nextKey()));
      await h.arrived();
      await h.press(h.customer.userId, ref.id, 'claim');
      expect(await events()).toMatchObject([
        {
          kind: 'button',
          workspace: h.room.workspace,
          user: { home: homeOf(h.customer), userId: h.customer.userId },
        },
      ]);
    });

    it('opens a form on a press and decodes what was filled in', async () => {
      const ref = refOf(await h.platform.send(thread, { kind: 'card', card, as: null }, nextKey()));
      await h.arrived();
      await h.press(h.us.userId, ref.id, 'reply');
      const [request] = h.asked();
      if (request === undefined) throw new Error('nobody asked for a form');
      expect(request).toMatchObject({ form: 'reply', subject: card.blocks[3] && form.subject });
      expect(await h.arrived()).toEqual([]);
      expect(await h.platform.openForm(request, form)).toMatchObject({ outcome: 'sent' });
      await h.fill(h.us.userId, 'reply', { text: 'Hi <Hank> & co', next: 'open' });
      expect(await events()).toMatchObject([
        {
          kind: 'form',
          form: 'reply',
          subject: form.subject,
          values: { text: 'Hi <Hank> & co', next: 'open' },
          user: { home: homeOf(h.us), userId: h.us.userId },
          place: thread,
          workspace: h.room.workspace,
        },
      ]);
      // The same press cannot open a second one.
      expect(await h.platform.openForm(request, form)).toMatchObject({ outcome: 'refused' });
    });

    it('whispers to one person, and publishes a home', async () => {
      const whisper = await h.platform.whisper(thread, h.us.userId, say('psst <b>'));
      expect(whisper).toMatchObject({ outcome: 'sent' });
      expect(h.whispered(h.us.userId)).toContain('psst <b>');
      expect(h.whispered(h.customer.userId)).not.toContain('psst <b>');
      expect(await h.platform.home(h.room.workspace, h.us.userId, card)).toMatchObject({
        outcome: 'sent',
      });
      expect(h.homeOf(h.us.userId)).toContain('Globex & Sons');
    });

    it('describes people, rooms and organisations', async () => {
      const { platform, room } = h;
      expect(await platform.describeUser(room.workspace, h.customer.userId)).toMatchObject({
        name: h.customer.name,
        home: h.customer.home,
        isBot: false,
        active: true,
        email: null,
      });
      expect(await platform.describeUser(room.workspace, h.us.userId)).toMatchObject({
        home: h.us.home,
        isGuest: false,
      });
      expect(await platform.describeChannel(room)).toMatchObject({
        isExternallyShared: true,
        isArchived: false,
        isMember: true,
        connectedHomes: [h.customer.home],
      });
      expect(await platform.membersOf(room)).toEqual(
        expect.arrayContaining([h.us.userId, h.customer.userId]),
      );
      expect(await platform.channelsOf(room.workspace)).toContain(room.channel);
      const home = await platform.describeHome(room.workspace, h.customer.home);
      expect(home.name).not.toBe('');
      expect(await platform.describeHome(room.workspace, 'T0NOBODY')).toEqual({
        name: 'T0NOBODY',
        domain: null,
      });
      await expect(platform.describeUser(room.workspace, 'U0NOBODY')).rejects.toThrow(
        PlatformRefused,
      );
      await expect(platform.describeChannel(h.unknownRoom)).rejects.toThrow(PlatformRefused);
    });

    it('reads back exactly the messages of an interval, each once, as they were pushed', async () => {
      const after = new Date();
      // The interval is open at its start, to the millisecond.
      await new Promise((resolve) => setTimeout(resolve, 5));
      const said = [];
      for (const text of ['one', 'two', 'three'])
        said.push(await h.write(h.customer.userId, text, null));
      const replyId = await h.write(h.customer.userId, 'a reply', rootId);
      const pushed = (await events()).flatMap((event) =>
        event.kind === 'message' ? [event.message] : [],
      );
      const before = new Date(Date.now() + 1_000);
      if (!h.traits.canReadBack) {
        const read = h.platform.history({ ...h.room, threadId: null }, after, before, null);
        await expect(read).rejects.toThrow(PlatformRefused);
        return;
      }
      const roots = await h.platform.history({ ...h.room, threadId: null }, after, before, null);
      const replies = await h.platform.history(thread, after, before, null);
      const messagesOf = (page: HistoryPage): ChatMessage[] =>
        page.arrivals.flatMap(({ raw }) =>
          h.platform
            .decode(raw)
            .flatMap((event) => (event.kind === 'message' ? [event.message] : [])),
        );
      expect(
        messagesOf(roots)
          .map((message) => message.id)
          .sort(),
      ).toEqual([...said].sort());
      expect(messagesOf(replies).map((message) => message.id)).toEqual([replyId]);
      for (const read of [...messagesOf(roots), ...messagesOf(replies)]) {
        expect(read.fromHistory).toBe(true);
        const first = pushed.find((message) => message.id === read.id);
        expect({ ...read, fromHistory: false }).toEqual(first);
      }
      const keys = [...roots.arrivals, ...replies.arrivals].map((arrival) => arrival.dedupKey);
      expect(new Set(keys).size).toBe(4);
    });

    it('gives a link a person can open', async () => {
      expect(await h.platform.link({ ...h.room, id: rootId })).toMatch(/^https?:\/\//);
      expect(await h.platform.link({ ...h.room, id: '1.000001' })).toBeNull();
    });

    it('said nothing the platform would not have understood', () => {
      expect(h.violations()).toEqual([]);
    });
  });
};
