import { storable } from '../../domain/text';
import type { FileLink } from '../../domain/ticket';
import type { ChannelRef, ChatEvent } from '../ports/chat-event';
import {
  type ChannelProfile,
  type ChatPlatform,
  type ChatProfile,
  type HomeProfile,
  PlatformBusy,
  PlatformRefused,
} from '../ports/chat-platform';

type Question =
  | {
      readonly ask: 'user';
      readonly workspace: string;
      readonly userId: string;
      readonly home: string | null;
    }
  | { readonly ask: 'channel'; readonly channel: ChannelRef }
  | { readonly ask: 'members'; readonly channel: ChannelRef }
  | { readonly ask: 'home'; readonly workspace: string; readonly home: string }
  | { readonly ask: 'name'; readonly workspace: string; readonly userId: string }
  | { readonly ask: 'file'; readonly workspace: string; readonly file: FileLink };

/** The rest keep their ids as names: a message must not wait for a hundred questions. */
const MOST_FILES = 10;
/** More people of a room are met when they speak or at the next start. */
const MOST_MEMBERS = 50;

/** Thrown inside a transaction that met somebody unknown: it rolls back, we ask, it runs again. */
export class NeedsLookup extends Error {
  override readonly name = 'NeedsLookup';
  constructor(readonly question: Question) {
    super(`needs ${question.ask}`);
  }
}

/**
 * What the platform told us about people and rooms met in one arrival. Inside a transaction there
 * is no network: an unknown answer throws NeedsLookup, and `learn` fetches it between two runs.
 */
export class Learned {
  private readonly users = new Map<string, ChatProfile>();
  private readonly names = new Map<string, string>();
  private readonly channels = new Map<string, ChannelProfile>();
  private readonly rosters = new Map<string, readonly string[]>();
  private readonly homes = new Map<string, HomeProfile>();
  private readonly described = new Map<string, FileLink>();

  user(workspace: string, userId: string, home: string | null): ChatProfile {
    const known = this.users.get(userId);
    if (known === undefined) throw new NeedsLookup({ ask: 'user', workspace, userId, home });
    return known;
  }

  /** What somebody who is only mentioned is called; their id, where the platform does not say. */
  name(workspace: string, userId: string): string {
    const known = this.users.get(userId)?.name ?? this.names.get(userId);
    if (known === undefined) throw new NeedsLookup({ ask: 'name', workspace, userId });
    return known;
  }

  channel(channel: ChannelRef): ChannelProfile {
    const known = this.channels.get(channel.channel);
    if (known === undefined) throw new NeedsLookup({ ask: 'channel', channel });
    return known;
  }

  /** Who is in a room, each of them asked about too; nobody where the platform does not tell now. */
  members(channel: ChannelRef): readonly string[] {
    const known = this.rosters.get(channel.channel);
    if (known === undefined) throw new NeedsLookup({ ask: 'members', channel });
    return known;
  }

  home(workspace: string, home: string): HomeProfile {
    const known = this.homes.get(home);
    if (known === undefined) throw new NeedsLookup({ ask: 'home', workspace, home });
    return known;
  }

  /** The files of a message, asked about where only their ids were sent. */
  files(workspace: string, files: readonly FileLink[]): readonly FileLink[] {
    return files.map((file, at) => {
      if (file.url !== null || file.mimeType !== null || at >= MOST_FILES) return file;
      const known = this.described.get(file.id);
      if (known === undefined) throw new NeedsLookup({ ask: 'file', workspace, file });
      return known;
    });
  }

  /**
   * Asks what these events need to know. False for news of a room alone that the platform does not
   * show us: we are not in it, or it is gone.
   */
  async learnFor(
    events: readonly ChatEvent[],
    platform: ChatPlatform,
    question: Question,
  ): Promise<boolean> {
    try {
      await this.learn(platform, question);
      return true;
    } catch (error) {
      const isRoomsNews =
        question.ask === 'channel' && events.every(({ kind }) => kind === 'channel');
      if (error instanceof PlatformRefused && isRoomsNews) return false;
      throw error;
    }
  }

  /**
   * Asks the platform. A person or organisation that cannot be described keeps its id as its name:
   * the message matters more. A room that cannot be described throws: whether it is shared decides
   * what may be said in it.
   */
  async learn(platform: ChatPlatform, question: Question): Promise<void> {
    switch (question.ask) {
      case 'user':
        this.users.set(
          question.userId,
          await orElse(
            platform.describeUser(question.workspace, question.userId),
            nobody(question.userId, question.home),
            // Without a home nobody can say whose person this is: better asked again than guessed.
            question.home === null,
          ),
        );
        return;
      case 'name': {
        const { workspace, userId } = question;
        const asked = platform.describeUser(workspace, userId);
        const { name } = await orElse<{ readonly name: string }>(asked, { name: userId });
        this.names.set(userId, storable(name));
        return;
      }
      case 'channel':
        this.channels.set(
          question.channel.channel,
          await platform.describeChannel(question.channel),
        );
        return;
      case 'members': {
        const { channel } = question;
        const all = await orElse(platform.membersOf(channel), []);
        const members: string[] = [];
        for (const userId of all.slice(0, MOST_MEMBERS)) {
          // Whoever is not described is not taken for one of ours.
          const asked = platform.describeUser(channel.workspace, userId);
          const profile = await orElse<ChatProfile | null>(asked, null);
          if (profile === null) continue;
          this.users.set(userId, profile);
          members.push(userId);
        }
        this.rosters.set(channel.channel, members);
        return;
      }
      case 'home':
        this.homes.set(
          question.home,
          await orElse(platform.describeHome(question.workspace, question.home), {
            name: question.home,
            domain: null,
          }),
        );
        return;
      case 'file': {
        const { workspace, file } = question;
        const asked = platform.describeFile?.(workspace, file.id) ?? Promise.resolve(file);
        this.described.set(file.id, await orElse(asked, file));
        return;
      }
      default:
        question satisfies never;
    }
  }
}

const nobody = (userId: string, home: string | null): ChatProfile => ({
  name: userId,
  home,
  isBot: false,
  isGuest: false,
  isWorkspaceAdmin: false,
  active: true,
  avatarUrl: null,
  zone: null,
  email: null,
});

const orElse = async <T>(asked: Promise<T>, otherwise: T, canWait = false): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if ((error instanceof PlatformBusy && !canWait) || error instanceof PlatformRefused)
      return otherwise;
    throw error;
  }
};
