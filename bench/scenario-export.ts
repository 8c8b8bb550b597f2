import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { TICKET_COLUMNS } from '../graphql/export-tickets';
import { ADMIN_TOKEN, type Scenario } from './bench';
import type { DeskProcess } from './desk-process';
import { withFilledDesk } from './filled-desk';
import { ticketSeed } from './list-seed';
import { percentile } from './stats';

/** The column of the database behind a column of the file. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  claimedUntil: 't.lease_until',
  'customer.id': 'c.id',
  'customer.name': 'c.name',
  'customer.tier': 'c.tier',
  'channel.id': 'h.id',
  'channel.name': 'h.name',
  'queue.id': 'q.id',
  'queue.name': 'q.name',
  'assignee.id': 'a.id',
  'assignee.name': 'a.name',
  'lastMessage.id': 'm.id',
  'lastMessage.occurredAt': 'm.occurred_at',
};

const columnOf = (name: string): string =>
  COLUMN_OF[name] ?? `t.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

/** The same values in the same order, by Postgres alone. */
const COPY = `copy (
  select ${TICKET_COLUMNS.map(columnOf).join(', ')}
  from ticket t
  join customer c on c.tenant_id = t.tenant_id and c.id = t.customer_id
  join channel h on h.tenant_id = t.tenant_id and h.id = t.channel_id
  join queue q on q.tenant_id = t.tenant_id and q.id = t.queue_id
  left join member a on a.tenant_id = t.tenant_id and a.id = t.assignee_id
  left join lateral (
    select * from message l where l.tenant_id = t.tenant_id and l.ticket_id = t.id
    order by l.occurred_at desc, l.id desc limit 1
  ) m on true
  where t.tenant_id = (select id from tenant limit 1)
  order by t.opened_at desc, t.id desc
) to stdout (format csv, header)`;

const SMALL = JSON.stringify({
  query: '{ tickets(first: 10) { nodes { number subject status } } }',
});
const SMALL_EVERY_MS = 40;
const MEMORY_EVERY_MS = 50;

/** Takes the whole file as fast as it comes, and keeps nothing of it. */
const taken = (port: number, path: string): Promise<{ rows: number; bytes: number }> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      let bytes = 0;
      let lines = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines += 1;
      });
      response.once('error', reject);
      response.once('end', () =>
        response.statusCode === 200
          ? resolve({ rows: lines - 1, bytes })
          : reject(new Error(`the export was answered with ${response.statusCode}`)),
      );
    }).once('error', reject);
  });

/** A small question, again and again, until told to end. */
const asking = (port: number): { end(): Promise<readonly number[]> } => {
  const times: number[] = [];
  let ended = false;
  const ask = async (): Promise<void> => {
    while (!ended) {
      const began = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
        body: SMALL,
      });
      if ((await response.text()).includes('"errors"')) throw new Error('no answer');
      times.push(performance.now() - began);
      await pause(SMALL_EVERY_MS);
    }
  };
  const asked = ask();
  // Told at the end.
  asked.catch(() => undefined);
  return {
    end: async () => {
      ended = true;
      await asked;
      return times;
    },
  };
};

const mostMemory = (desk: DeskProcess): { end(): number } => {
  let most = desk.rssMb();
  const timer = setInterval(() => {
    most = Math.max(most, desk.rssMb());
  }, MEMORY_EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
};

const secondsOf = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const began = performance.now();
  const result = await work();
  return [(performance.now() - began) / 1000, result];
};

/** Every ticket as a file, beside Postgres' own COPY of the same; and who else is kept waiting by it. */
export const exportScenario: Scenario = (bench) => {
  const tickets = bench.quick ? 20_000 : 1_000_000;
  return withFilledDesk(bench, 'export', ticketSeed(tickets, 1), async ({ desk, client }) => {
    // Both find the same pages in memory, and the desk has seen its own work before.
    await taken(
      desk.port,
      `/export/tickets.csv?filter=${encodeURIComponent('{"number":{"lte":5000}}')}`,
    );
    const copied = async () => (await client.query(COPY)).rowCount ?? 0;
    await copied();
    const alone = asking(desk.port);
    await pause(3_000);
    const undisturbed = await alone.end();
    const before = desk.rssMb();
    const memory = mostMemory(desk);
    const others = asking(desk.port);
    const worked = desk.workedMs();
    const [seconds, { rows, bytes }] = await secondsOf(() =>
      taken(desk.port, '/export/tickets.csv'),
    );
    const deskSeconds = (desk.workedMs() - worked) / 1000;
    const meanwhile = await others.end();
    const most = memory.end();
    const [copySeconds, copies] = await secondsOf(copied);
    if (rows !== tickets || copies !== tickets)
      throw new Error(`${rows} of ${tickets} rows exported, ${copies} copied`);
    const note = `${rows.toLocaleString('en')} tickets, ${Math.round(bytes / 2 ** 20)} MB in ${seconds.toFixed(1)} s, ${deskSeconds.toFixed(1)} s of a processor`;
    return [
      {
        what: 'export: tickets as CSV, through the API',
        value: rows / seconds,
        unit: 'rows/s',
        against: [
          { name: "Postgres' own COPY of the same to stdout", value: copies / copySeconds },
        ],
        note,
      },
      {
        what: 'export: most memory of the process',
        value: most,
        unit: 'MB',
        against: [{ name: 'the same process before it', value: before }],
        note,
      },
      {
        what: 'export: a small question meanwhile, p95',
        value: percentile(meanwhile, 0.95),
        unit: 'ms',
        against: [{ name: 'the same question alone', value: percentile(undisturbed, 0.95) }],
        note: `p50 ${percentile(meanwhile, 0.5).toFixed(1)} ms, alone ${percentile(undisturbed, 0.5).toFixed(1)} ms`,
      },
    ];
  });
};
