import type { DataSource } from 'typeorm';
import { zoneClock } from '../../app/calendar/zone-clock';
import type { Readers } from '../../app/ports/readers';
import { createAuditReader } from './audit-reader';
import { createBriefReader } from './brief-reader';
import { createCareReader } from './care-reader';
import { createCountReader } from './count-reader';
import { createCustomerReader } from './customer-reader';
import { createDeskReader } from './desk-reader';
import { createDigestReader } from './digest-reader';
import { factsAddedUp, pieceEnd } from './fact-counts';
import { createFactReader } from './fact-reader';
import { createFeedbackReader } from './feedback-reader';
import { createHealthReader } from './health-reader';
import { createHistoryReader } from './history-reader';
import { createIdentityReader } from './identity-reader';
import { createLabelReader } from './label-reader';
import { createMetricsReader } from './metrics-reader';
import { createPromiseReader } from './promise-reader';
import { AT_ONCE, type ReadBounds } from './read-bounds';
import { createReadTransaction } from './read-transaction';
import { createReferenceReader } from './reference-reader';
import { rolledBars } from './rollup-reader';
import { createRosterReader } from './roster-reader';
import { createSearchReader } from './search-reader';
import { createSettingsReader } from './settings-reader';
import { createSignalReader } from './signal-reader';
import { countedSpans, rolledSpans } from './stock-reader';
import { createTicketReader } from './ticket-reader';
import { createWebhookReader } from './webhook-reader';
import { createWorkItemReader } from './work-item-reader';

/** Everything the API reads, over one pool (which may be a replica's). */
export const createReaders = (dataSource: DataSource, bounds: ReadBounds = AT_ONCE): Readers => {
  const read = createReadTransaction(dataSource);
  return {
    ...createTicketReader(read),
    ...createCountReader(read),
    ...createHistoryReader(read),
    ...createBriefReader(read),
    ...createDeskReader(read),
    ...createCustomerReader(read),
    ...createMetricsReader(read),
    ...createFactReader(read),
    ...createHealthReader(read),
    ...createLabelReader(read),
    rolledBars: rolledBars(read, zoneClock, bounds),
    factsAddedUp: factsAddedUp(read),
    pieceEnd: pieceEnd(read),
    spans: countedSpans(read),
    rolledSpans: rolledSpans(read, zoneClock, bounds),
    ...createReferenceReader(read),
    ...createIdentityReader(read),
    ...createSettingsReader(read),
    ...createFeedbackReader(read),
    ...createDigestReader(read),
    ...createWebhookReader(read),
    ...createCareReader(read),
    ...createRosterReader(read),
    ...createPromiseReader(read),
    ...createAuditReader(read),
    ...createSignalReader(read),
    ...createSearchReader(read),
    ...createWorkItemReader(read),
  };
};
