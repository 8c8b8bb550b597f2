import type { Platform } from '../ports/chat-event';

const WAYS: Readonly<Record<Platform, string>> = { slack: '/desk', teams: '@Threadkeeper' };

/** How the desk is asked on a platform: by a slash command, or by its name. */
export const wayToAsk = (platform: Platform): string => WAYS[platform];

/** Advice that names a command, in the words of the platform where it is read. */
export const asTypedOn = (platform: Platform, advice: string): string =>
  advice.replace(/\/desk\b/g, wayToAsk(platform));
