import DataLoader from 'dataloader';
import { readBacklog } from '../src/app/metrics/read-metrics';
import type { MessageView, Page, Readers, Slice } from '../src/app/ports/readers';
import type { Queue } from '../src/app/ports/records';
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
  externalId(customerId: string): Promise<string | null>;
  backlog(now: Date): ReturnType<typeof readBacklog>;
}

/** Fresh loaders of one tenant. */
export const createLoaders = (readers: Readers, tenantId: string, signal: AbortSignal): Loaders => {
  const queues = new DataLoader<string, Queue | null>(
    whileAwaited(signal, (ids) => readers.queuesById(tenantId, ids)),
  );
  const references = new DataLoader<string, string | null>(
    whileAwaited(signal, (ids) => readers.customerReferences(tenantId, ids)),
  );
  let backlog: ReturnType<typeof readBacklog> | undefined;
  return {
    messages: bySlice(whileAwaited(signal, (ids, slice) => readers.messages(tenantId, ids, slice))),
    timeline: bySlice(whileAwaited(signal, (ids, slice) => readers.timeline(tenantId, ids, slice))),
    queue: (queueId) => queues.load(queueId),
    externalId: (customerId) => references.load(customerId),
    backlog: (now) => {
      backlog ??= readBacklog(readers, tenantId, now);
      return backlog;
    },
  };
};
