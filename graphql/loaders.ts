import DataLoader from 'dataloader';
import { healthOfAccounts } from '../src/app/metrics/health';
import { readBacklog } from '../src/app/metrics/read-metrics';
import type { ClockView, PromiseCount, PromiseView } from '../src/app/ports/care-readers';
import type { KeptPath, OpenEscalation } from '../src/app/ports/escalations';
import type { KeptHealth } from '../src/app/ports/health';
import type {
  MemberPresence,
  MessageView,
  Page,
  Readers,
  Sight,
  Slice,
  TicketView,
} from '../src/app/ports/readers';
import type { Queue } from '../src/app/ports/records';
import type { WorkItem } from '../src/app/ports/work-items';
import { type AccountHealth, healthOf, NO_COUNTS } from '../src/domain/account-health';
import { type Brief, briefOf } from '../src/domain/brief';
import type { Colleague } from '../src/domain/escalation-path';
import type { Label } from '../src/domain/label';
import type { Signal } from '../src/domain/signal';
import type { TimelineEntry } from '../src/domain/ticket';

type Batch<Row> = (ids: readonly string[], slice: Slice) => Promise<readonly Row[]>;

/** Nothing more is looked up for an answer that nobody waits for. */
const whileAwaited =
  <Args extends readonly unknown[], Found>(
    signal: AbortSignal,
    load: (...args: Args) => Promise<Found>,
  ): ((...args: Args) => Promise<Found>) =>
  async (...args) => {
    signal.throwIfAborted();
    return load(...args);
  };

const sliceName = ({ limit, from, after, before }: Slice): string =>
  JSON.stringify([limit, from, after, before]);

/** One batch per distinct slice: a page of every ticket of a list is one statement. */
const bySlice = <Row>(batch: Batch<Row>): ((id: string, slice: Slice) => Promise<Row>) => {
  const loaders = new Map<string, DataLoader<string, Row>>();
  return (id, slice) => {
    const name = sliceName(slice);
    const loader = loaders.get(name) ?? new DataLoader<string, Row>((ids) => batch(ids, slice));
    loaders.set(name, loader);
    return loader.load(id);
  };
};

/** What a list of tickets may ask about each of its tickets; lives for one request. */
export interface Loaders {
  messages(ticketId: string, slice: Slice): Promise<Page<MessageView>>;
  timeline(ticketId: string, slice: Slice): Promise<Page<TimelineEntry>>;
  queue(queueId: string): Promise<Queue | null>;
  brief(ticketId: string): Promise<Brief>;
  path(queueId: string): Promise<KeptPath | null>;
  escalation(ticketId: string): Promise<OpenEscalation | null>;
  labels(ticketId: string): Promise<readonly Label[]>;
  colleague(memberId: string): Promise<Colleague | null>;
  externalId(customerId: string): Promise<string | null>;
  backlog(now: Date): ReturnType<typeof readBacklog>;
  clocks(ticketId: string): Promise<readonly ClockView[]>;
  promises(ticketId: string, slice: Slice): Promise<Page<PromiseView>>;
  /** Of what is in sight: a promise shows no ticket that its reader may not see. */
  ticket(ticketId: string): Promise<TicketView | null>;
  signals(ticketId: string, now: Date): Promise<readonly Signal[]>;
  workItems(ticketId: string): Promise<readonly WorkItem[]>;
  promiseCount(customerId: string, from: Date, to: Date): Promise<PromiseCount>;
  presence(memberId: string): Promise<MemberPresence | null>;
  /** As it was last counted; null: not yet. */
  standing(customerId: string): Promise<KeptHealth | null>;
  /** As of an instant; null: now. */
  health(customerId: string, asOf: Date | null, now: Date): Promise<AccountHealth>;
}

/** Fresh loaders of one tenant. */
export const createLoaders = (readers: Readers, sight: Sight, signal: AbortSignal): Loaders => {
  const { tenantId } = sight;
  const queues = new DataLoader<string, Queue | null>(
    whileAwaited(signal, (ids) => readers.queuesById(tenantId, ids)),
  );
  const briefs = new DataLoader<string, Brief>(
    whileAwaited(signal, async (ids) => (await readers.briefFacts(tenantId, ids)).map(briefOf)),
  );
  const paths = new DataLoader<string, KeptPath | null>(
    whileAwaited(signal, (ids) => readers.paths(tenantId, ids)),
  );
  const escalations = new DataLoader<string, OpenEscalation | null>(
    whileAwaited(signal, (ids) => readers.openEscalations(tenantId, ids)),
  );
  const labels = new DataLoader<string, readonly Label[]>(
    whileAwaited(signal, (ids) => readers.labelsOfTickets(tenantId, ids)),
  );
  const colleagues = new DataLoader<string, Colleague | null>(
    whileAwaited(signal, (ids) => readers.colleagues(tenantId, ids)),
  );
  const references = new DataLoader<string, string | null>(
    whileAwaited(signal, (ids) => readers.customerReferences(tenantId, ids)),
  );
  const presences = new DataLoader<string, MemberPresence | null>(
    whileAwaited(signal, (ids) => readers.memberPresence(tenantId, ids)),
  );
  const standings = new DataLoader<string, KeptHealth | null>(
    whileAwaited(signal, (ids) => readers.keptHealth(tenantId, ids)),
  );
  const clocks = new DataLoader<string, readonly ClockView[]>(
    whileAwaited(signal, (ids) => readers.clocks(tenantId, ids)),
  );
  const tickets = new DataLoader<string, TicketView | null>(
    whileAwaited(signal, (ids) => readers.ticketsById(sight, ids)),
  );
  const workItems = new DataLoader<string, readonly WorkItem[]>(
    whileAwaited(signal, (ids) => readers.workItems(tenantId, ids)),
  );
  let signals: DataLoader<string, readonly Signal[]> | undefined;
  const counts = new Map<string, DataLoader<string, PromiseCount>>();
  const healths = new Map<number | null, DataLoader<string, AccountHealth | undefined>>();
  let backlog: ReturnType<typeof readBacklog> | undefined;
  return {
    messages: bySlice(whileAwaited(signal, (ids, slice) => readers.messages(tenantId, ids, slice))),
    timeline: bySlice(whileAwaited(signal, (ids, slice) => readers.timeline(tenantId, ids, slice))),
    promises: bySlice(whileAwaited(signal, (ids, slice) => readers.promises(tenantId, ids, slice))),
    clocks: (ticketId) => clocks.load(ticketId),
    ticket: (ticketId) => tickets.load(ticketId),
    workItems: (ticketId) => workItems.load(ticketId),
    signals: (ticketId, now) => {
      signals ??= new DataLoader(
        whileAwaited(signal, (ids) => readers.signals(tenantId, ids, now)),
      );
      return signals.load(ticketId);
    },
    promiseCount: (customerId, from, to) => {
      const window = `${from.getTime()} ${to.getTime()}`;
      const loader =
        counts.get(window) ??
        new DataLoader<string, PromiseCount>(
          whileAwaited(signal, (ids) => readers.promiseCounts(tenantId, ids, from, to)),
        );
      counts.set(window, loader);
      return loader.load(customerId);
    },
    health: async (customerId, asOf, now) => {
      const at = asOf?.getTime() ?? null;
      const loader =
        healths.get(at) ??
        new DataLoader<string, AccountHealth | undefined>(
          whileAwaited(signal, async (ids) => {
            const found = await healthOfAccounts(readers, tenantId, ids, asOf ?? now, at === null);
            return ids.map((id) => found.get(id));
          }),
        );
      healths.set(at, loader);
      return (await loader.load(customerId)) ?? healthOf(NO_COUNTS);
    },
    queue: (queueId) => queues.load(queueId),
    brief: (ticketId) => briefs.load(ticketId),
    path: (queueId) => paths.load(queueId),
    escalation: (ticketId) => escalations.load(ticketId),
    labels: (ticketId) => labels.load(ticketId),
    colleague: (memberId) => colleagues.load(memberId),
    externalId: (customerId) => references.load(customerId),
    standing: (customerId) => standings.load(customerId),
    presence: (memberId) => presences.load(memberId),
    backlog: (now) => {
      backlog ??= readBacklog(readers, tenantId, now);
      return backlog;
    },
  };
};
