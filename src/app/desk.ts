import type { Directory } from './ports/directory';
import type { Clock, Log } from './ports/log';
import type { UnitOfWork } from './ports/store';

/** What every use case is given. */
export interface Desk {
  readonly unitOfWork: UnitOfWork;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** After a commit: the loops need not wait for their next poll. */
  readonly nudge: () => void;
}
