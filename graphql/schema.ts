import 'reflect-metadata';
import { createPubSub } from '@graphql-yoga/subscription';
import {
  type GraphQLSchema,
  isInputObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { buildSchema } from 'type-graphql';
import type { Desk } from '../src/app/desk';
import { LongFigures } from '../src/app/metrics/long-figures';
import type { Readers } from '../src/app/ports/readers';
import { AdminRunner } from './admin-mutation';
import { checkArguments } from './check-arguments';
import { authChecker } from './context';
import { HoursRunner } from './hours-mutation';
import { MutationRunner } from './mutation';
import { AdministrationResolver } from './resolvers/administration';
import { AuditResolver } from './resolvers/audit';
import { CareResolver } from './resolvers/care';
import { CustomersResolver } from './resolvers/customers';
import { DeskResolver } from './resolvers/desk';
import { DigestsResolver } from './resolvers/digests';
import { EscalationsResolver } from './resolvers/escalations';
import { FeedbackResolver } from './resolvers/feedback';
import { CustomerHealthResolver, HealthPartResolver } from './resolvers/health';
import { HoursResolver } from './resolvers/hours';
import { IdentitiesResolver } from './resolvers/identities';
import { LabelsResolver } from './resolvers/labels';
import { LinksResolver } from './resolvers/links';
import { LiveResolver } from './resolvers/live';
import { PreviousFigureResolver } from './resolvers/measure-quality';
import { MeasuredFactResolver, MeasurementResolver, MeasuresResolver } from './resolvers/measures';
import { MembersResolver } from './resolvers/members';
import { MetricsResolver } from './resolvers/metrics';
import { NodesResolver } from './resolvers/nodes';
import { CustomerPromisesResolver, PromisesResolver } from './resolvers/promises';
import { RateLimitResolver } from './resolvers/rate-limit';
import { EscalationPathResolver, RosterResolver } from './resolvers/roster';
import { SearchResolver } from './resolvers/search';
import { SignalsResolver, TicketSignalsResolver } from './resolvers/signals';
import { ClockResolver, TicketCareResolver } from './resolvers/ticket-care';
import { TicketCountResolver } from './resolvers/ticket-count';
import { TicketWordsResolver } from './resolvers/ticket-words';
import { TicketWorkResolver } from './resolvers/ticket-work';
import { TicketsResolver } from './resolvers/tickets';
import { TicketsAtOnceResolver } from './resolvers/tickets-at-once';
import { TokensResolver } from './resolvers/tokens';
import { TrackersResolver } from './resolvers/trackers';
import { ViewerResolver } from './resolvers/viewer';
import { WebhooksResolver } from './resolvers/webhooks';
import { TicketWorkItemsResolver, WorkItemsResolver } from './resolvers/work-items';

export interface SchemaDeps {
  readonly desk: Pick<Desk, 'unitOfWork' | 'clock' | 'log' | 'newId' | 'nudge'>;
  readonly readers: Readers;
  /** Figures that take long, over connections of their own; absent: over those of all others. */
  readonly longFigures?: LongFigures;
  /** Webhooks may call this machine itself: for trying things out. */
  readonly allowsLocalWebhooks?: boolean;
}

const RESOLVERS = [
  NodesResolver,
  TicketsResolver,
  TicketCountResolver,
  DeskResolver,
  MetricsResolver,
  MeasuresResolver,
  MeasurementResolver,
  PreviousFigureResolver,
  TicketWorkResolver,
  TicketWordsResolver,
  AdministrationResolver,
  TokensResolver,
  CustomersResolver,
  LinksResolver,
  TicketsAtOnceResolver,
  IdentitiesResolver,
  CareResolver,
  FeedbackResolver,
  DigestsResolver,
  RateLimitResolver,
  WebhooksResolver,
  HoursResolver,
  PromisesResolver,
  CustomerPromisesResolver,
  CustomerHealthResolver,
  HealthPartResolver,
  MembersResolver,
  MeasuredFactResolver,
  LabelsResolver,
  TicketCareResolver,
  ClockResolver,
  EscalationsResolver,
  RosterResolver,
  EscalationPathResolver,
  SignalsResolver,
  TicketSignalsResolver,
  LiveResolver,
  ViewerResolver,
  AuditResolver,
  SearchResolver,
  WorkItemsResolver,
  TicketWorkItemsResolver,
  TrackersResolver,
] as const;

/** Inputs of which exactly one field is given. */
const ONE_OF = ['TicketBulkChangeInput', 'IdentityInput'] as const;

/** Every resolver object, made and passed by hand. */
export const createResolvers = ({
  desk,
  readers,
  longFigures = new LongFigures(readers),
  allowsLocalWebhooks = false,
}: SchemaDeps): readonly object[] => {
  const run = new MutationRunner(desk, readers);
  const administer = new AdminRunner(desk);
  const figures = { readers, longFigures };
  return [
    new NodesResolver(readers),
    new TicketsResolver(readers),
    new TicketCountResolver(readers),
    new DeskResolver(readers),
    new MetricsResolver(readers),
    new MeasuresResolver(figures),
    new MeasurementResolver(figures),
    new PreviousFigureResolver(figures),
    new TicketWorkResolver(run),
    new TicketWordsResolver(run, desk),
    new AdministrationResolver(administer, readers, desk),
    new TokensResolver(administer, readers),
    new CustomersResolver(administer, readers, desk),
    new LinksResolver(administer),
    new TicketsAtOnceResolver(run, administer),
    new IdentitiesResolver(administer, readers, desk),
    new CareResolver(administer, readers),
    new FeedbackResolver(administer, readers),
    new DigestsResolver(administer, readers),
    new RateLimitResolver(),
    new WebhooksResolver(administer, readers, allowsLocalWebhooks),
    new HoursResolver(new HoursRunner(desk, administer), readers),
    new PromisesResolver(readers),
    new CustomerPromisesResolver(),
    new CustomerHealthResolver(),
    new HealthPartResolver(readers),
    new MembersResolver(),
    new MeasuredFactResolver(),
    new LabelsResolver(run, administer, readers, desk),
    new TicketCareResolver(),
    new ClockResolver(),
    new EscalationsResolver(run),
    new RosterResolver(administer, readers),
    new EscalationPathResolver(administer, readers),
    new SignalsResolver(run, readers),
    new TicketSignalsResolver(),
    new LiveResolver(readers),
    new ViewerResolver(readers),
    new AuditResolver(readers),
    new SearchResolver(readers),
    new WorkItemsResolver(run, readers),
    new TicketWorkItemsResolver(),
    new TrackersResolver(administer, readers),
  ];
};

/** The schema over these resolver objects; for printing it none are needed. */
export const buildApiSchema = async (resolvers: readonly object[]): Promise<GraphQLSchema> => {
  const instances = new Map<unknown, object>(resolvers.map((one) => [one.constructor, one]));
  const schema = await buildSchema({
    resolvers: RESOLVERS,
    container: { get: (resolver) => instances.get(resolver) },
    authChecker,
    // Every subscription brings its own source; the framework only wants to be given something.
    pubSub: createPubSub(),
    validateFn: checkArguments,
  });
  for (const name of ONE_OF) {
    const type = schema.getType(name);
    // type-graphql cannot say it, and graphql then checks it before anything runs.
    if (isInputObjectType(type)) type.isOneOf = true;
  }
  return schema;
};

/** The schema as it is committed: sorted, so that only real changes show. */
export const printApiSchema = async (): Promise<string> =>
  `${printSchema(lexicographicSortSchema(await buildApiSchema([])))}\n`;
