import type { Colleague } from '../../domain/escalation-path';
import type { KeptPath, OpenEscalation } from './escalations';
import type { Group } from './roster';
import type { Page, Slice } from './slices';

/** Who is asked, when they work, and how much they carry, as the API reads it. */
export interface RosterReaders {
  groups(tenantId: string, slice: Slice): Promise<Page<Group>>;
  groupsById(tenantId: string, ids: readonly string[]): Promise<readonly (Group | null)[]>;
  /** In the order of `queueIds`. */
  paths(tenantId: string, queueIds: readonly string[]): Promise<readonly (KeptPath | null)[]>;
  /** Escalations that nobody has accepted yet, in the order of `ticketIds`. */
  openEscalations(
    tenantId: string,
    ticketIds: readonly string[],
  ): Promise<readonly (OpenEscalation | null)[]>;
  /** In the order of `memberIds`, with what they have on their desk now. */
  colleagues(
    tenantId: string,
    memberIds: readonly string[],
  ): Promise<readonly (Colleague | null)[]>;
}
