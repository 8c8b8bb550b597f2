import { Client } from 'pg';
import { z } from 'zod';

const messageRow = z.object({
  id: z.string(),
  tenant: z.string(),
  channelTenant: z.string(),
  team: z.string(),
  channel: z.string(),
  platformId: z.string().nullable(),
  ticket: z.string().nullable(),
  author: z.string(),
  visibility: z.string(),
  plain: z.string(),
  isDeleted: z.boolean(),
  delivery: z.string(),
  decisions: z.coerce.number(),
});
const ticketRow = z.object({
  id: z.string(),
  tenant: z.string(),
  team: z.string(),
  channel: z.string(),
  thread: z.string(),
  version: z.number(),
  steps: z.coerce.number(),
  claims: z.coerce.number(),
});
const outboxRow = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  surface: z.string().nullable(),
  message: z.string().nullable(),
  reason: z.string().nullable(),
  attempts: z.number(),
  createdAt: z.date(),
  isHeld: z.boolean(),
  finishedAt: z.date().nullable(),
});
const inboxRow = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  isReadBack: z.boolean(),
  isHeld: z.boolean(),
  finishedAt: z.date().nullable(),
});

/** What the desk's shelves hold. */
export interface DeskDump {
  readonly messages: readonly z.infer<typeof messageRow>[];
  readonly tickets: readonly z.infer<typeof ticketRow>[];
  readonly outbox: readonly z.infer<typeof outboxRow>[];
  readonly inbox: readonly z.infer<typeof inboxRow>[];
}

const MESSAGES = `
  select m.id, m.tenant_id as tenant, c.tenant_id as "channelTenant", w.external_id as team,
    c.external_id as channel, m.platform_id as "platformId", m.ticket_id as ticket,
    m.author_kind as author, m.visibility, m.plain, m.deleted_at is not null as "isDeleted",
    m.delivery_state as delivery,
    (select count(*) from intake_decision d where d.tenant_id = m.tenant_id and d.message_id = m.id)
      as decisions
  from message m join channel c on c.id = m.channel_id
    join workspace w on w.tenant_id = c.tenant_id and w.id = c.workspace_id`;
const TICKETS = `
  select t.id, t.tenant_id as tenant, w.external_id as team, c.external_id as channel,
    t.thread_id as thread, t.version,
    (select count(*) from timeline_entry e where e.tenant_id = t.tenant_id and e.ticket_id = t.id)
      as steps,
    (select count(*) from timeline_entry e
     where e.tenant_id = t.tenant_id and e.ticket_id = t.id and e.kind = 'CLAIMED') as claims
  from ticket t join channel c on c.id = t.channel_id
    join workspace w on w.tenant_id = c.tenant_id and w.id = c.workspace_id`;
const OUTBOX = `
  select id, kind, state, surface, message_id as message, reason, attempts,
    created_at as "createdAt", lease_token is not null as "isHeld",
    finished_at as "finishedAt" from outbox`;
const INBOX = `
  select id, state, reason, dedup_key like 'history:%' as "isReadBack",
    lease_token is not null as "isHeld", finished_at as "finishedAt" from inbox`;

const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Everything a checker wants to see, read as the database's owner. */
export const dumpDesk = (url: string): Promise<DeskDump> =>
  withClient(url, async (client) => ({
    messages: z.array(messageRow).parse((await client.query(MESSAGES)).rows),
    tickets: z.array(ticketRow).parse((await client.query(TICKETS)).rows),
    outbox: z.array(outboxRow).parse((await client.query(OUTBOX)).rows),
    inbox: z.array(inboxRow).parse((await client.query(INBOX)).rows),
  }));

const heldSchema = z.array(z.object({ id: z.string() }));

/** Rows whose holder is gone: what was in hand when the process died. */
export const heldRows = (url: string): Promise<readonly string[]> =>
  withClient(url, async (client) =>
    heldSchema
      .parse(
        (
          await client.query(
            `select id from inbox where lease_token is not null
             union all select id from outbox where lease_token is not null`,
          )
        ).rows,
      )
      .map(({ id }) => id),
  );

const countSchema = z.array(z.object({ left: z.coerce.number() })).length(1);

/** How many rows still wait to be worked. */
export const unfinished = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      `select (select count(*) from inbox where state = 'PENDING')
        + (select count(*) from outbox where state = 'PENDING') as left`,
    );
    return countSchema.parse(rows)[0]?.left ?? 0;
  });

/** One statement, as the database's owner. */
export const runSql = (url: string, sql: string): Promise<void> =>
  withClient(url, async (client) => {
    await client.query(sql);
  });
