import type { ConnectorHttp } from './teams-connector-http';
import type { TeamsDialogs } from './teams-dialogs';
import type { TeamsFaults, TeamsThrottle } from './teams-faults';
import type { TeamsFiles } from './teams-files';
import type { TeamsKeys } from './teams-keys';
import type { TeamsLifecycle } from './teams-lifecycle';
import type { TeamsPeople } from './teams-people';
import type { TeamsPresses } from './teams-presses';
import type { TeamsPush } from './teams-push';
import type { TeamsWorld } from './teams-world';

/** Everything the local Teams is made of. */
export interface TeamsParts {
  world: TeamsWorld;
  keys: TeamsKeys;
  push: TeamsPush;
  connector: ConnectorHttp;
  people: TeamsPeople;
  presses: TeamsPresses;
  dialogs: TeamsDialogs;
  lifecycle: TeamsLifecycle;
  faults: TeamsFaults;
  throttle: TeamsThrottle;
  files: TeamsFiles;
  announces: boolean;
  appId: string;
}
