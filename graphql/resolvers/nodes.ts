import { ArrayMaxSize } from 'class-validator';
import { Arg, Args, ArgsType, Authorized, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import type { Principal } from '../../src/app/admin/authenticate';
import type { Readers } from '../../src/app/ports/readers';
import { sightOf } from '../../src/app/tickets/find-tickets';
import type { DeskContext } from '../context';
import { type IdType, type ParsedId, parseGlobalId } from '../global-id';
import { PAGE_CAP } from '../page-size';
import { auditEntryNode } from '../types/audit';
import { calendarNode } from '../types/calendar';
import { channelNode, customerNode, memberNode, queueNode } from '../types/desk';
import { ADMINS, STAFF, TEAM } from '../types/enums';
import { ratingNode, recoveryTaskNode } from '../types/feedback';
import { intakeDecisionNode } from '../types/intake';
import { labelNode } from '../types/label';
import { messageNode } from '../types/message';
import { Node } from '../types/node';
import { promiseNode } from '../types/promise';
import { groupNode } from '../types/roster';
import { signalNode } from '../types/signal';
import { slaPolicyNode } from '../types/sla-policy';
import { ticketNode } from '../types/ticket';
import { timelineEntryNode } from '../types/timeline';
import { apiTokenNode } from '../types/token';
import { trackerNode } from '../types/tracker';
import { webhookDeliveryNode, webhookNode } from '../types/webhook';
import { workItemNode } from '../types/work-item';

type Found = Promise<readonly (Node | null)[]>;
type Fetch = (readers: Readers, principal: Principal, uuids: readonly string[]) => Found;

const all = async <Row>(
  rows: Promise<readonly (Row | null)[]>,
  node: (row: Row) => Node,
): Promise<readonly (Node | null)[]> =>
  (await rows).map((row) => (row === null ? null : node(row)));

const ofDesk =
  (fetch: Fetch): Fetch =>
  async (readers, principal, uuids) =>
    STAFF.includes(principal.role) ? fetch(readers, principal, uuids) : uuids.map(() => null);

const ofAdmins =
  (fetch: Fetch): Fetch =>
  async (readers, principal, uuids) =>
    ADMINS.includes(principal.role) ? fetch(readers, principal, uuids) : uuids.map(() => null);

const none: Fetch = async (_readers, _principal, uuids) => uuids.map(() => null);

/** How each kind of thing is fetched; the list queries have the same rules. */
const FETCH: Readonly<Record<IdType, Fetch>> = {
  Ticket: (readers, principal, uuids) =>
    all(readers.ticketsById(sightOf(principal), uuids), ticketNode),
  Message: (readers, principal, uuids) =>
    all(readers.messagesById(sightOf(principal), uuids), messageNode),
  TimelineEntry: (readers, principal, uuids) =>
    all(readers.entriesById(sightOf(principal), uuids), timelineEntryNode),
  Customer: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.customersById(tenantId, uuids), customerNode),
  ),
  Channel: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.channelsById(tenantId, uuids), channelNode),
  ),
  Member: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.membersById(tenantId, uuids), memberNode),
  ),
  Queue: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.queuesById(tenantId, uuids), queueNode),
  ),
  IntakeDecision: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.decisionsById(tenantId, uuids), intakeDecisionNode),
  ),
  ApiToken: ofAdmins((readers, { tenantId }, uuids) =>
    all(readers.tokensById(tenantId, uuids), apiTokenNode),
  ),
  Webhook: ofAdmins((readers, { tenantId }, uuids) =>
    all(readers.webhooksById(tenantId, uuids), webhookNode),
  ),
  WebhookDelivery: ofAdmins((readers, { tenantId }, uuids) =>
    all(readers.deliveriesById(tenantId, uuids), webhookDeliveryNode),
  ),
  Calendar: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.calendarsById(tenantId, uuids), calendarNode),
  ),
  SlaPolicy: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.policiesById(tenantId, uuids), slaPolicyNode),
  ),
  Promise: (readers, principal, uuids) =>
    all(readers.promisesById(sightOf(principal), uuids), promiseNode),
  Rating: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.ratingsById(tenantId, uuids), ratingNode),
  ),
  RecoveryTask: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.recoveryTasksById(tenantId, uuids), recoveryTaskNode),
  ),
  Group: ofDesk((readers, { tenantId }, uuids) =>
    all(readers.groupsById(tenantId, uuids), groupNode),
  ),
  AuditEntry: ofAdmins((readers, { tenantId }, uuids) =>
    all(readers.auditEntriesById(tenantId, uuids), auditEntryNode),
  ),
  Signal: (readers, principal, uuids) =>
    all(readers.signalsById(sightOf(principal), uuids), signalNode),
  WorkItem: (readers, principal, uuids) =>
    all(readers.workItemsById(sightOf(principal), uuids), workItemNode),
  Tracker: ofAdmins((readers, { tenantId }, uuids) =>
    all(readers.trackersById(tenantId, uuids), trackerNode),
  ),
  Label: (readers, { tenantId }, uuids) => all(readers.labelsById(tenantId, uuids), labelNode),
  // Named in answers, not published as a thing of its own yet.
  Contact: none,
};

@ArgsType()
class NodesArgs {
  @Field(() => [ID], { description: `Their ids, at most ${PAGE_CAP}.` })
  @ArrayMaxSize(PAGE_CAP)
  ids: string[];
}

/** Anything by its id. */
@Resolver()
export class NodesResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null when there is no such thing.',
  })
  async node(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: DeskContext,
  ): Promise<Node | null> {
    const [node = null] = await this.fetch(context.principal, [id]);
    return node;
  }

  @Authorized(TEAM)
  @Query(() => [Node], {
    nullable: 'items',
    description: 'Several things at once, in the order of their ids; null for each there is not.',
  })
  nodes(@Args(() => NodesArgs) { ids }: NodesArgs, @Ctx() context: DeskContext): Found {
    return this.fetch(context.principal, ids);
  }

  /** One statement per kind of thing, however many ids. */
  private async fetch(principal: Principal, ids: readonly string[]): Found {
    const parsed = ids.map((id) => parseGlobalId(id));
    const wanted = new Map<IdType, Set<string>>();
    for (const one of parsed)
      if (one !== null) wanted.set(one.type, (wanted.get(one.type) ?? new Set()).add(one.uuid));
    const found = new Map<string, Node | null>();
    for (const [type, uuids] of wanted) {
      const asked = [...uuids];
      const nodes = await FETCH[type](this.readers, principal, asked);
      for (const [index, uuid] of asked.entries())
        found.set(`${type}:${uuid}`, nodes[index] ?? null);
    }
    return parsed.map((one) => (one === null ? null : (found.get(keyOf(one)) ?? null)));
  }
}

const keyOf = ({ type, uuid }: ParsedId): string => `${type}:${uuid}`;
