import type { Desk } from '../desk';
import { Learned, NeedsLookup } from '../intake/lookup';
import { enrolAgent } from '../intake/people';
import { channelOf, type IntakeRules } from '../intake/places';
import type { ChannelRef, Platform } from '../ports/chat-event';
import { type ChatPlatform, PlatformRefused } from '../ports/chat-platform';
import type { Tx } from '../ports/store';

/** Runs `work` in a transaction, fetching between two runs what it does not know yet. */
const learning = async <T>(
  desk: Desk,
  platform: ChatPlatform,
  tenantId: string,
  learned: Learned,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  for (;;) {
    try {
      return await desk.unitOfWork.run(tenantId, work);
    } catch (error) {
      if (!(error instanceof NeedsLookup)) throw error;
      await learned.learn(platform, error.question);
    }
  }
};

/**
 * Which rooms the desk is in and who is in the triage room, asked once at start: rooms joined and
 * agents invited while we were away are known before anybody writes. Returns the number of rooms.
 */
export const surveyWorkspace = async (
  desk: Desk,
  platform: ChatPlatform,
  workspace: string,
  triageChannelName: string,
): Promise<number> => {
  const tenantId = await desk.directory.tenantOf(platform.name, workspace);
  if (tenantId === null) return 0;
  const rulesNow = (): IntakeRules => ({
    triageChannelName,
    newId: desk.newId,
    now: desk.clock.now(),
  });
  const rooms = await platform.channelsOf(workspace);
  for (const room of rooms) {
    const ref: ChannelRef = { platform: platform.name, workspace, channel: room };
    const learned = new Learned();
    const channel = await learning(desk, platform, tenantId, learned, (tx) =>
      channelOf(tx, learned, rulesNow(), ref),
    ).catch((error: unknown) => {
      // One room that may not be looked into (a private channel) must not hide the others.
      if (!(error instanceof PlatformRefused)) throw error;
      desk.log.warn('room not surveyed', { platform: platform.name, reason: error.reason });
      return null;
    });
    if (channel?.kind !== 'TRIAGE' || channel.isExternallyShared) continue;
    for (const userId of await platform.membersOf(ref))
      await enrol(desk, platform, tenantId, workspace, userId, rulesNow);
  }
  return rooms.length;
};

const enrol = async (
  desk: Desk,
  platform: ChatPlatform,
  tenantId: string,
  workspace: string,
  userId: string,
  rulesNow: () => IntakeRules,
): Promise<void> => {
  const learned = new Learned();
  const user = { platform: platform.name satisfies Platform, home: null, userId, isBot: false };
  await learning(desk, platform, tenantId, learned, (tx) =>
    enrolAgent({ tx, learned, rules: rulesNow(), user, workspace }),
  );
};
