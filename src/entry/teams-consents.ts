import type { Consent } from '../app/ports/conversations';
import type { Settings } from '../lib/config';
import { createLogger } from '../lib/logger';
import { withLocalSecrets } from './local-secrets';
import { openDatabases } from './open-databases';

const MOST = 200;
const NAMED = 5;

const nameOf = ({ rooms, workspace }: Consent): string => {
  const more = rooms.length > NAMED ? ` and ${rooms.length - NAMED} more` : '';
  return `${rooms.slice(0, NAMED).join(', ')}${more} (organisation ${workspace})`;
};

const day = (at: Date): string => at.toISOString().slice(0, 10);

/** Which teams and chats are proven to bring every message. Silence proves nothing. */
export const consentLines = (consents: readonly Consent[]): readonly string[] => [
  ...consents.map((consent) =>
    consent.heardAllAt === null
      ? `Teams: not proven, perhaps mentions only: ${nameOf(consent)}. Write there without mentioning the app; if nothing comes, add the app again and consent to ChannelMessage.Read.Group.`
      : `Teams: every message arrives, seen on ${day(consent.heardAllAt)}: ${nameOf(consent)}.`,
  ),
  ...(consents.length === 0
    ? [
        'Teams: no team or chat was heard yet. One whose owner has not consented to ChannelMessage.Read.Group is heard by mentions only.',
      ]
    : []),
];

/** The same, as this desk's database knows it. Throws where there is no database. */
export const readConsents = async (config: Settings): Promise<readonly string[]> => {
  const databases = await openDatabases(withLocalSecrets(config), createLogger('silent'));
  try {
    return consentLines(await databases.desk.conversations.consents('teams', MOST));
  } finally {
    await databases.close();
  }
};
