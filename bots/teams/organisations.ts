import type { Clock } from '../../src/app/ports/log';
import type { Activity } from './payloads';

export interface Organisations {
  isInstalled(workspace: string): Promise<boolean>;
  /** Whether the desk knows this organisation, or gets to know it by this very activity. */
  admits(workspace: string, activity: Activity): Promise<boolean>;
}

export interface OrganisationOptions {
  readonly tenantOf: (workspace: string) => Promise<string | null>;
  /** A customer's organisation installed us for the first time. */
  readonly install: (workspace: string, botId: string | null, at: Date) => Promise<void>;
  /** Null: any organisation that has our app. */
  readonly allowed: readonly string[] | null;
  readonly clock: Clock;
}

const KNOWN_MS = 60_000;
const MAX_KNOWN = 10_000;

/** Whether somebody put us into a team or chat. */
export const announcesUs = (activity: Activity): boolean =>
  (activity.type === 'installationUpdate' && activity.action?.startsWith('add') === true) ||
  (activity.type === 'conversationUpdate' &&
    (activity.membersAdded ?? []).some(
      (member) => member?.id !== undefined && member.id === activity.recipient?.id,
    ));

/** Which organisations we are installed in. Being put into a team or chat is the installation. */
export const createOrganisations = (options: OrganisationOptions): Organisations => {
  const { tenantOf, install, allowed, clock } = options;
  const known = new Map<string, number>();
  const isInstalled = async (workspace: string): Promise<boolean> => {
    const now = clock.now().getTime();
    if ((known.get(workspace) ?? Number.NEGATIVE_INFINITY) > now - KNOWN_MS) return true;
    if ((await tenantOf(workspace)) === null) return false;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(workspace, now);
    return true;
  };
  return {
    isInstalled,
    admits: async (workspace, activity) => {
      if (await isInstalled(workspace)) return true;
      if (allowed !== null && !allowed.includes(workspace)) return false;
      if (!announcesUs(activity)) return false;
      await install(workspace, activity.recipient?.id ?? null, clock.now());
      return true;
    },
  };
};
