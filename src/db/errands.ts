import { v7 as newId } from 'uuid';
import type { ChannelRef, MessageRef } from '../app/ports/chat-event';
import type { Outgoing } from '../app/ports/chat-platform';
import {
  type Errand,
  type InboxRow,
  type Leased,
  LeaseLost,
  type OutboxRow,
  partOf,
  type Remainder,
} from '../app/ports/queues';
import { laneOf } from './outbox-lane';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** The newest words replace edits that nobody has begun to send, and nothing waits behind; says which surfaces those were. */
const replaceQueuedEdits = async (
  desk: Desk,
  edits: readonly Errand[],
): Promise<ReadonlyMap<string | null, string>> => {
  if (edits.length === 0) return new Map();
  const { rows } = await desk.sql<{ id: string; surface: string }>(
    `update outbox set what = edit.what, message_id = edit.message_id
     from unnest($2::text[], $3::jsonb[], $4::uuid[]) as edit (surface, what, message_id)
     where tenant_id = $1 and outbox.surface = edit.surface and kind = 'edit' and state = 'PENDING'
       and attempts = 0 and lease_token is null
       -- What is put up anew meanwhile would stand with the older words.
       and not exists (select from outbox later
         where later.tenant_id = outbox.tenant_id and later.surface = outbox.surface
           and later.state = 'PENDING' and later.position > outbox.position)
     returning id, outbox.surface`,
    [
      desk.tenantId,
      edits.map(({ surface }) => surface),
      edits.map(({ what }) => stored(what, true)),
      edits.map(({ messageId }) => messageId),
    ],
  );
  return new Map(rows.map(({ surface, id }) => [surface, id]));
};

/** Puts errands on the outbox's shelf, in their order; returns the rows' ids. */
export const sendErrands = async (
  desk: Desk,
  errands: readonly Errand[],
): Promise<readonly string[]> => {
  const edits = errands.filter(({ kind, surface }) => kind === 'edit' && surface !== null);
  if (new Set(edits.map(({ surface }) => surface)).size < edits.length) {
    // Of two edits of one surface the later must find the earlier.
    const [first = [], ...others] = errands.map((errand) => [errand]);
    const ids = [...(await sendErrands(desk, first))];
    for (const one of others) ids.push(...(await sendErrands(desk, one)));
    return ids;
  }
  const replaced = await replaceQueuedEdits(desk, edits);
  const placed = errands.map((errand) => {
    const standing = edits.includes(errand) ? replaced.get(errand.surface) : undefined;
    return { errand, isNew: standing === undefined, id: standing ?? newId() };
  });
  const [first, ...others] = placed
    .filter(({ isNew }) => isNew)
    .map(({ id, errand }) => {
      const { to, at, ...rest } = errand;
      return {
        ...rest,
        ...to,
        tenantId: desk.tenantId,
        id,
        atChannel: at?.channel ?? null,
        atMessage: at?.id ?? null,
        lane: laneOf(desk.tenantId, errand, id),
      };
    });
  if (first !== undefined) {
    const { text, params } = desk.shelves.outbox.insertAll([first, ...others]);
    await desk.sql(text, params);
  }
  return placed.map(({ id }) => id);
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

/** An outbox row is done, if the lease is still ours. */
const DONE = `update outbox set state = $4, reason = $5, sent_as = $6, uncertain_since = null,
    lease_owner = null, lease_token = null, lease_until = null, finished_at = now()
  where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'`;

/** A part of one is out; the rest follows it, in the thread that it began or stands in. */
const CONTINUED = `update outbox set part = part + 1, kind = $4, what = $5, uncertain_since = null,
    lease_owner = null, lease_token = null, lease_until = null, not_before = now(), held_since = null,
    thread_id = coalesce(thread_id, case when in_thread_of is null and channel = $7 then $6 end)
  where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'`;

const placing = (update: string): string => `with done as (${update} returning tenant_id)
  insert into surface (tenant_id, name, platform, workspace, channel, message)
  select tenant_id, $10, $8, $9, $7, $6 from done
  on conflict (tenant_id, name) do update set platform = excluded.platform,
    workspace = excluded.workspace, channel = excluded.channel, message = excluded.message`;

/** Where the row's own part of its surface stands, or no longer does. */
const forgetRemoved = async (desk: Desk, row: OutboxRow): Promise<void> => {
  if (row.surface === null || row.kind !== 'remove') return;
  await desk.sql('delete from surface where tenant_id = $1 and name = $2', [
    desk.tenantId,
    partOf(row.surface, row.part),
  ]);
};

const isPlacing = ({ surface, kind }: OutboxRow): boolean => surface !== null && kind !== 'remove';

const placeOf = ({ surface, part }: OutboxRow, sent: MessageRef): unknown[] => [
  sent.platform,
  sent.workspace,
  surface === null ? null : partOf(surface, part),
];

/** Marks an outbox row done in this commit and remembers where its surface stands. */
export const finishOutbox = async (
  desk: Desk,
  lease: Leased<OutboxRow>,
  result: { readonly ref: MessageRef } | { readonly refused: string },
): Promise<void> => {
  const { row } = lease;
  const sent = 'ref' in result ? result.ref : null;
  const isPlaced = sent !== null && isPlacing(row);
  const { affected } = await desk.sql(isPlaced ? placing(DONE) : DONE, [
    desk.tenantId,
    row.id,
    lease.token,
    sent === null ? 'REFUSED' : 'SENT',
    'refused' in result ? stored(result.refused, false) : null,
    sent?.id ?? null,
    ...(isPlaced ? [sent.channel, ...placeOf(row, sent)] : []),
  ]);
  if (affected !== 1) throw new LeaseLost(`outbox row ${row.id}`);
  if (sent !== null) await forgetRemoved(desk, row);
};

/** One part of a row is out: the row keeps its place in the lane and says the rest next. */
export const continueOutbox = async (
  desk: Desk,
  lease: Leased<OutboxRow>,
  ref: MessageRef,
  left: Remainder,
): Promise<void> => {
  const { row } = lease;
  const { affected } = await desk.sql(isPlacing(row) ? placing(CONTINUED) : CONTINUED, [
    desk.tenantId,
    row.id,
    lease.token,
    left.kind,
    left.what === null ? null : stored(left.what, true),
    ref.id,
    ref.channel,
    ...(isPlacing(row) ? placeOf(row, ref) : []),
  ]);
  if (affected !== 1) throw new LeaseLost(`outbox row ${row.id}`);
  await forgetRemoved(desk, row);
};

/** Puts the refused row of a message back, at the end of its lane and as a fresh attempt. */
export const requeue = async (desk: Desk, messageId: string): Promise<boolean> => {
  const { affected } = await desk.sql(
    `update outbox set state = 'PENDING', reason = null, attempts = 0, claimed_at = null,
       uncertain_since = null, held_since = null, not_before = now(), finished_at = null,
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

/** Whether a surface stands or is on its way: only such a one can be edited. */
export const isShown = async (desk: Desk, name: string): Promise<boolean> => {
  const { rows } = await desk.sql<{ shown: boolean }>(
    `select exists (select from surface where tenant_id = $1 and name = $2)
       or exists (
         select from outbox
         where tenant_id = $1 and surface = $2 and kind = 'post' and state = 'PENDING') as shown`,
    [desk.tenantId, name],
  );
  return rows[0]?.shown ?? false;
};

/** A card was perhaps posted in this room, and nobody knows yet where it stands. */
export const awaitsCard = async (desk: Desk, channel: ChannelRef): Promise<boolean> => {
  const { rows } = await desk.sql<{ waits: boolean }>(
    `select exists (
       select from outbox
       where tenant_id = $1 and platform = $2 and workspace = $3 and channel = $4
         and state = 'PENDING' and kind = 'post' and uncertain_since is not null
         and surface like 'triage-card:%'
     ) as waits`,
    [desk.tenantId, channel.platform, channel.workspace, channel.channel],
  );
  return rows[0]?.waits ?? false;
};

/** What a ticket's surface was last told to show. */
export const lastShown = async (
  desk: Desk,
  ticketId: string,
  surface: string,
): Promise<Outgoing | null> => {
  const { rows } = await desk.sql<{ what: Outgoing }>(
    `select what from outbox where tenant_id = $1 and ticket_id = $2 and surface = $3
       and kind in ('post', 'edit') order by position desc limit 1`,
    [desk.tenantId, ticketId, surface],
  );
  return rows[0]?.what ?? null;
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
