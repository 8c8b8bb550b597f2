import type { MemberView } from '../../app/ports/readers';
import type { Role } from '../../domain/actor';
import { selecting } from './columns';

/** A resolver of one of a member's fields is handed all of the member, and their queues are listed then. */
export const memberColumns = selecting('a', 'id queue_ids', 'name role active avatar_url zone');

export interface MemberColumns {
  readonly a_id: string;
  readonly a_name: string;
  readonly a_role: Role;
  readonly a_active: boolean;
  readonly a_queue_ids: readonly string[];
  readonly a_avatar_url: string | null;
  readonly a_zone: string | null;
}

export const readMember = (tenantId: string, row: MemberColumns): MemberView => ({
  id: row.a_id,
  tenantId,
  name: row.a_name,
  role: row.a_role,
  active: row.a_active,
  queueIds: row.a_queue_ids,
  avatarUrl: row.a_avatar_url,
  zone: row.a_zone,
});
