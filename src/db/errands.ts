import { v7 as newId } from 'uuid';
import type { MessageRef } from '../app/ports/chat-event';
import type { Errand, InboxRow, Leased, OutboxRow } from '../app/ports/queues';
import { LeaseLost } from '../app/ports/store';
import { stored } from './shelf';
import type { Desk } from './shelves';

/**
 * What must happen in order shares a lane: a thread, or a surface together with everything that
 * waits for its thread to exist. Whispers and home pages wait for nobody.
 */
const laneOf = (desk: Desk, errand: Errand, id: string): string => {
  if (errand.kind === 'whisper' || errand.kind === 'home') return id;
  const { platform, workspace, channel, threadId } = errand.to;
  const root = errand.inThreadOf ?? (threadId === null ? errand.surface : null);
  if (root !== null) return `surface:${desk.tenantId}:${root}`;
  return `thread:${platform}:${workspace}:${channel}:${threadId ?? ''}`;
};

const replaceQueuedEdit = async (desk: Desk, errand: Errand): Promise<string | null> => {
  if (errand.kind !== 'edit' || errand.surface === null) return null;
  const { rows } = await desk.sql<{ id: string }>(
    `update outbox set what = $3::jsonb, message_id = $4
     where tenant_id = $1 and surface = $2 and kind = 'edit' and state = 'PENDING'
       and attempts = 0 and lease_token is null
     returning id`,
    [desk.tenantId, errand.surface, stored(errand.what, true), errand.messageId],
  );
  return rows[0]?.id ?? null;
};

/** Puts errands on the outbox's shelf, in their order; returns the rows' ids. */
export const sendErrands = async (
  desk: Desk,
  errands: readonly Errand[],
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const errand of errands) {
    const replaced = await replaceQueuedEdit(desk, errand);
    const id = replaced ?? newId();
    ids.push(id);
    if (replaced !== null) continue;
    const { to, at, ...rest } = errand;
    const { text, params } = desk.shelves.outbox.insert({
      ...rest,
      ...to,
      tenantId: desk.tenantId,
      id,
      atChannel: at?.channel ?? null,
      atMessage: at?.id ?? null,
      lane: laneOf(desk, errand, id),
    });
    await desk.sql(text, params);
  }
  return ids;
};

/** Marks an inbox row done in this commit. */
export const finishInbox = async (desk: Desk, lease: Leased<InboxRow>): Promise<void> => {
  const { affected } = await desk.sql(
    `update inbox set state = 'DONE', lease_owner = null, lease_token = null, lease_until = null,
       finished_at = now()
     where id = $1 and lease_token = $2 and state = 'PENDING'`,
    [lease.row.id, lease.token],
  );
  if (affected !== 1) throw new LeaseLost(`inbox row ${lease.row.id}`);
};

/** Marks an outbox row done in this commit and remembers where its surface stands. */
export const finishOutbox = async (
  desk: Desk,
  lease: Leased<OutboxRow>,
  result: { readonly ref: MessageRef } | { readonly refused: string },
): Promise<void> => {
  const sent = 'ref' in result ? result.ref : null;
  const { affected } = await desk.sql(
    `update outbox set state = $4, reason = $5, sent_as = $6, uncertain_since = null,
       lease_owner = null, lease_token = null, lease_until = null, finished_at = now()
     where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'`,
    [
      desk.tenantId,
      lease.row.id,
      lease.token,
      sent === null ? 'REFUSED' : 'SENT',
      'refused' in result ? stored(result.refused, false) : null,
      sent?.id ?? null,
    ],
  );
  if (affected !== 1) throw new LeaseLost(`outbox row ${lease.row.id}`);
  const { surface, kind } = lease.row;
  if (sent === null || surface === null) return;
  if (kind === 'remove')
    await desk.sql('delete from surface where tenant_id = $1 and name = $2', [
      desk.tenantId,
      surface,
    ]);
  else
    await desk.sql(
      `insert into surface (tenant_id, name, platform, workspace, channel, message)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, name) do update set platform = excluded.platform,
         workspace = excluded.workspace, channel = excluded.channel, message = excluded.message`,
      [desk.tenantId, surface, sent.platform, sent.workspace, sent.channel, sent.id],
    );
};

/** Puts the refused row of a message back, at the end of its lane and as a fresh attempt. */
export const requeue = async (desk: Desk, messageId: string): Promise<boolean> => {
  const { affected } = await desk.sql(
    `update outbox set state = 'PENDING', reason = null, attempts = 0, claimed_at = null,
       uncertain_since = null, not_before = now(), finished_at = null,
       position = nextval(pg_get_serial_sequence('outbox', 'position'))
     where tenant_id = $1 and message_id = $2 and state = 'REFUSED'`,
    [desk.tenantId, messageId],
  );
  return affected > 0;
};

/** Where a surface stands; null while it was not posted. */
export const surfaceNamed = async (
  desk: Pick<Desk, 'sql' | 'tenantId'>,
  name: string,
): Promise<MessageRef | null> => {
  const { rows } = await desk.sql<MessageRef>(
    'select platform, workspace, channel, message as id from surface where tenant_id = $1 and name = $2',
    [desk.tenantId, name],
  );
  return rows[0] ?? null;
};

/** Which surface stands at a message. */
export const surfaceAt = async (desk: Desk, ref: MessageRef): Promise<string | null> => {
  const { rows } = await desk.sql<{ name: string }>(
    `select name from surface
     where tenant_id = $1 and platform = $2 and workspace = $3 and channel = $4 and message = $5`,
    [desk.tenantId, ref.platform, ref.workspace, ref.channel, ref.id],
  );
  return rows[0]?.name ?? null;
};
