import { AuditEntryEntity, AuditHeadEntity } from './audit';
import {
  CalendarEntity,
  CalendarUseEntity,
  CalendarVersionEntity,
  ClockEntity,
  PolicyTargetEntity,
  SlaPolicyEntity,
} from './care';
import {
  ChannelAliasEntity,
  ChannelEntity,
  CoverageEntity,
  QueueEntity,
  QueueLevelEntity,
} from './channel';
import { ChatAddressEntity, ConversationEntity } from './conversation';
import { CustomerReferenceEntity } from './customer-reference';
import { DigestEntity } from './digest';
import {
  ClockEscalationEntity,
  EscalationEntity,
  MemberDutyEntity,
  MemberGroupEntity,
  MemberGroupPersonEntity,
  QueueLevelStepEntity,
  QueueRuleEntity,
} from './escalation';
import { CareSettingsEntity, RatingEntity, RecoveryTaskEntity } from './feedback';
import { LabelEntity, TicketLabelEntity } from './label';
import { LinkEntity, LinkMoveEntity } from './link';
import {
  EarlyChangeEntity,
  IntakeDecisionEntity,
  MessageEditEntity,
  MessageEntity,
} from './message';
import {
  MetricDirtyEntity,
  MetricFactEntity,
  MetricPendingEntity,
  MetricRolledEntity,
  MetricRollupEntity,
} from './metric';
import {
  ApiTokenEntity,
  ChatIdentityEntity,
  ContactEntity,
  CustomerEntity,
  CustomerHealthEntity,
  CustomerHomeEntity,
  IdempotencyEntity,
  MemberEntity,
  MemberLoginEntity,
  RefusedSignInEntity,
  RefusedStrangerEntity,
  SignInTryEntity,
} from './people';
import { SearchEntryEntity, SearchSpellingEntity } from './search';
import { InboxEntity, OutboxEntity, SendPaceEntity, SurfaceEntity } from './shelves';
import { SignalEntity } from './signal';
import { InstallationEntity, InstallStateEntity, TenantEntity, WorkspaceEntity } from './tenant';
import { PromiseEntity, TicketEntity, TimelineEntryEntity } from './ticket';
import { ApiUsageEntity } from './usage';
import { WebhookDeliveryEntity, WebhookEntity } from './webhook';
import { TicketWorkItemEntity, TrackerEntity, WorkItemEntity } from './work-item';

/** Every table of ours. */
export const entities = [
  TenantEntity,
  WorkspaceEntity,
  InstallationEntity,
  InstallStateEntity,
  ChannelEntity,
  ChannelAliasEntity,
  QueueEntity,
  QueueLevelEntity,
  QueueLevelStepEntity,
  QueueRuleEntity,
  MemberGroupEntity,
  MemberGroupPersonEntity,
  MemberDutyEntity,
  EscalationEntity,
  ClockEscalationEntity,
  CoverageEntity,
  CustomerEntity,
  CustomerHealthEntity,
  CustomerHomeEntity,
  CustomerReferenceEntity,
  MemberEntity,
  ContactEntity,
  ChatIdentityEntity,
  ApiTokenEntity,
  IdempotencyEntity,
  LinkEntity,
  LinkMoveEntity,
  TicketEntity,
  TimelineEntryEntity,
  PromiseEntity,
  CalendarEntity,
  CalendarVersionEntity,
  CalendarUseEntity,
  SlaPolicyEntity,
  PolicyTargetEntity,
  ClockEntity,
  CareSettingsEntity,
  MetricFactEntity,
  MetricDirtyEntity,
  MetricPendingEntity,
  MetricRolledEntity,
  MetricRollupEntity,
  RatingEntity,
  RecoveryTaskEntity,
  SignalEntity,
  LabelEntity,
  TicketLabelEntity,
  DigestEntity,
  MessageEntity,
  MessageEditEntity,
  EarlyChangeEntity,
  IntakeDecisionEntity,
  InboxEntity,
  OutboxEntity,
  SurfaceEntity,
  SendPaceEntity,
  ConversationEntity,
  ChatAddressEntity,
  ApiUsageEntity,
  WebhookEntity,
  WebhookDeliveryEntity,
  AuditEntryEntity,
  AuditHeadEntity,
  SearchEntryEntity,
  SearchSpellingEntity,
  MemberLoginEntity,
  RefusedSignInEntity,
  SignInTryEntity,
  RefusedStrangerEntity,
  TrackerEntity,
  WorkItemEntity,
  TicketWorkItemEntity,
];
