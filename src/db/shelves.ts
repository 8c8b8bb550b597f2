import type { DataSource } from 'typeorm';
import { ClockEntity } from './entities/care';
import { ChannelEntity, QueueEntity } from './entities/channel';
import { DigestEntity } from './entities/digest';
import { EscalationEntity } from './entities/escalation';
import { CareSettingsEntity, RatingEntity, RecoveryTaskEntity } from './entities/feedback';
import { EarlyChangeEntity, IntakeDecisionEntity, MessageEntity } from './entities/message';
import { MetricFactEntity } from './entities/metric';
import { ContactEntity, CustomerEntity, MemberEntity } from './entities/people';
import { OutboxEntity } from './entities/shelves';
import { TenantEntity, WorkspaceEntity } from './entities/tenant';
import { PromiseEntity, TicketEntity, TimelineEntryEntity } from './entities/ticket';
import { WebhookEntity } from './entities/webhook';
import { TrackerEntity } from './entities/work-item';
import type { SecretBox } from './secret-box';
import { Shelf } from './shelf';
import type { Sql } from './sql';

/** The tables the stores write plainly, spelt once per data source. */
export const shelvesOf = (source: DataSource) => ({
  tenant: new Shelf(source, TenantEntity),
  workspace: new Shelf(source, WorkspaceEntity),
  channel: new Shelf(source, ChannelEntity),
  queue: new Shelf(source, QueueEntity),
  customer: new Shelf(source, CustomerEntity),
  member: new Shelf(source, MemberEntity),
  contact: new Shelf(source, ContactEntity),
  ticket: new Shelf(source, TicketEntity),
  timelineEntry: new Shelf(source, TimelineEntryEntity),
  promise: new Shelf(source, PromiseEntity),
  clock: new Shelf(source, ClockEntity),
  metricFact: new Shelf(source, MetricFactEntity),
  escalation: new Shelf(source, EscalationEntity),
  careSettings: new Shelf(source, CareSettingsEntity),
  rating: new Shelf(source, RatingEntity),
  recoveryTask: new Shelf(source, RecoveryTaskEntity),
  digest: new Shelf(source, DigestEntity),
  message: new Shelf(source, MessageEntity),
  earlyChange: new Shelf(source, EarlyChangeEntity),
  intakeDecision: new Shelf(source, IntakeDecisionEntity),
  outbox: new Shelf(source, OutboxEntity),
  webhook: new Shelf(source, WebhookEntity),
  tracker: new Shelf(source, TrackerEntity),
});

export type Shelves = ReturnType<typeof shelvesOf>;

/** What every store of a transaction is made of. */
export interface Desk {
  readonly sql: Sql;
  /** For plain selects that one transaction asks again and again. */
  readonly recall: Sql;
  readonly tenantId: string;
  readonly shelves: Shelves;
  /** Seals what must not be read in a dump. */
  readonly box: SecretBox;
}
