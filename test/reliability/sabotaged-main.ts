import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatPlatform } from '../../src/app/ports/chat-platform';
import type { Inbox } from '../../src/app/ports/queues';
import { LeaseLost } from '../../src/app/ports/queues';
import type { Tx, UnitOfWork } from '../../src/app/ports/store';
import type { Database } from '../../src/db/data-source';
import type { Overrides } from '../../src/entry/compose';
import type { Databases } from '../../src/entry/open-databases';
import { onSignals } from '../../src/entry/shutdown';
import { startDesk } from '../../src/entry/start-desk';
import { readConfig } from '../../src/lib/config';
import { createLogger } from '../../src/lib/logger';

/** The program with one guarantee broken on purpose, for the checks that must notice. */
const SABOTAGE = new Set((process.env.SABOTAGE ?? '').split(','));
const STORED_LATER_MS = 150;
const SLOW_MS = 2_500;
const SLOW_SHARE = 0.15;
const SDK_TRIES = 3;

const replacing = <T extends object>(whole: T, parts: Partial<T>): T =>
  new Proxy(whole, {
    get: (target, key): unknown => {
      const source = key in parts ? parts : target;
      const value: unknown = Reflect.get(source, key);
      return typeof value === 'function' ? value.bind(source) : value;
    },
  });

const door = (inbox: Inbox): Inbox => ({
  put: async (arrival) => {
    const given = SABOTAGE.has('no_unique_message')
      ? { ...arrival, dedupKey: randomUUID() }
      : arrival;
    if (!SABOTAGE.has('ack_before_store')) return inbox.put(given);
    setTimeout(() => {
      inbox.put(given).catch(() => undefined);
    }, STORED_LATER_MS);
    return 'stored';
  },
});

const findThenSave = (tx: Tx): Tx =>
  replacing(tx, {
    tickets: replacing(tx.tickets, {
      lock: (id) => tx.tickets.find(id),
      save: async (ticket) => {
        for (;;) {
          const current = await tx.tickets.find(ticket.id);
          if (current === null) return false;
          if (await tx.tickets.save({ ...ticket, version: current.version + 1 }, current.version))
            return true;
        }
      },
    }),
  });

const withoutToken = (tx: Tx): Tx =>
  replacing(tx, {
    finishInbox: async (lease) => {
      try {
        await tx.finishInbox(lease);
      } catch (error) {
        if (!(error instanceof LeaseLost)) throw error;
      }
    },
  });

const broken = (tx: Tx): Tx => {
  const parts: ((part: Tx) => Tx)[] = [];
  if (SABOTAGE.has('no_unique_message'))
    parts.push((part) =>
      replacing(part, {
        messages: replacing(part.messages, { findByPlatformId: async () => null }),
      }),
    );
  if (SABOTAGE.has('find_then_save_claim')) parts.push(findThenSave);
  if (SABOTAGE.has('no_lease_token')) parts.push(withoutToken);
  return parts.reduce((whole, breakIt) => breakIt(whole), tx);
};

const writes = (unitOfWork: UnitOfWork): UnitOfWork => ({
  run: (tenantId, work) =>
    unitOfWork.run(tenantId, async (tx) => {
      if (SABOTAGE.has('slow_worker') && Math.random() < SLOW_SHARE) await pause(SLOW_MS);
      return work(broken(tx));
    }),
});

const database = (whole: Database): Database =>
  replacing(whole, { inbox: door(whole.inbox), unitOfWork: writes(whole.unitOfWork) });

const platform = (whole: ChatPlatform): ChatPlatform =>
  replacing(whole, {
    ...(SABOTAGE.has('no_lookup') ? { find: async () => ({ outcome: 'absent' as const }) } : {}),
    ...(SABOTAGE.has('sdk_retries_on')
      ? {
          send: async (...args: Parameters<ChatPlatform['send']>) => {
            let delivery = await whole.send(...args);
            for (let at = 1; at < SDK_TRIES && delivery.outcome === 'unknown'; at += 1)
              delivery = await whole.send(...args);
            return delivery;
          },
        }
      : {}),
  });

const overrides: Overrides = {
  databases: (all: Databases) => ({
    door: database(all.door),
    desk: database(all.desk),
    api: database(all.api),
    exports: all.exports,
    figures: all.figures,
    close: () => all.close(),
  }),
  platform,
};

const start = async (): Promise<void> => {
  const config = readConfig();
  const log = createLogger(config.LOG_LEVEL);
  const desk = await startDesk(config, log, overrides);
  onSignals(desk.stopSteps, log, (code) => process.exit(code));
};

start().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
