import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { v7 as newId } from 'uuid';
import { createSlackBot, type SlackBot } from '../../bots/slack/slack-bot';
import type { TeamsBot } from '../../bots/teams/teams-bot';
import { createGraphqlApi, type GraphqlApi } from '../../graphql/server';
import { webhookBody } from '../../graphql/webhook-body';
import { noteRefusals } from '../app/admin/note-act';
import { RateLimiter } from '../app/admin/rate-limit';
import { RefusedTokens } from '../app/admin/refused-tokens';
import type { Desk } from '../app/desk';
import { openForm } from '../app/intake/prepare-form';
import { ChangeWatch } from '../app/live/change-watch';
import { LongFigures } from '../app/metrics/long-figures';
import type { Platform } from '../app/ports/chat-event';
import type { ChatPlatform } from '../app/ports/chat-platform';
import type { Log } from '../app/ports/log';
import type { Inbox } from '../app/ports/queues';
import type { TokenStore } from '../app/ports/tokens';
import { createHousekeeping } from '../db/housekeeping';
import { createLoginStore } from '../db/login-store';
import { createReaders } from '../db/readers/create-readers';
import { createLiveReader } from '../db/readers/live-reader';
import { IN_TURN } from '../db/readers/read-bounds';
import { createTokenStore } from '../db/token-store';
import { createUsageStore } from '../db/usage-store';
import { createCountLoop } from '../jobs/count-loop';
import { createDigestLoop } from '../jobs/digest-loop';
import { createHealthLoop } from '../jobs/health-loop';
import { createHousekeepingLoop } from '../jobs/housekeeping-loop';
import { createInboxLoop } from '../jobs/inbox-loop';
import type { Loop } from '../jobs/loop';
import { createOutboxLoop } from '../jobs/outbox-loop';
import { createReconcileLoop } from '../jobs/reconcile-loop';
import { createRollLoop } from '../jobs/roll-loop';
import { createSweepLoop } from '../jobs/sweep-loop';
import { createWebhookLoop } from '../jobs/webhook-loop';
import { systemClock } from '../lib/clock';
import type { Settings } from '../lib/config';
import { createOutboundHttp } from '../lib/outbound-http';
import { persistedBy } from './compose-persisted';
import { composeSignIn } from './compose-sign-in';
import { composeTeams } from './compose-teams';
import { type Databases, openDatabases } from './open-databases';
import { createTrackerDoor } from './tracker-door';

/** Everything this process is made of. */
export interface Building {
  readonly bootId: string;
  readonly databases: Databases;
  readonly tokens: TokenStore;
  readonly desk: Desk;
  readonly slack: SlackBot;
  /** Null where Teams is not set up. */
  readonly teams: TeamsBot | null;
  readonly graphql: GraphqlApi;
  /** `/auth`: people in and out. */
  readonly signIn: RequestHandler;
  /** `/webhooks/trackers/…`: what becomes of linked work items. */
  readonly trackers: RequestListener;
  readonly loops: readonly Loop[];
  readonly metrics: Registry;
}

/** Rows worked at once; the embedded database has one session, so more would only wait. */
const WIDTH = { embedded: 2, postgres: 10 } as const;

/** What a test may put in another's place. */
export interface Overrides {
  readonly databases?: (databases: Databases) => Databases;
  readonly platform?: (platform: ChatPlatform) => ChatPlatform;
}

/** The table of contents: every object made and passed by hand. Starts nothing. */
export const compose = async (
  config: Settings,
  log: Log,
  overrides: Overrides = {},
): Promise<Building> => {
  const opened = await openDatabases(config, log);
  const databases = overrides.databases?.(opened) ?? opened;
  /** Those that have work after a commit; the others ask the clock, not the commit. */
  const queues: Loop[] = [];
  const nudge = (): void => {
    for (const loop of queues) loop.nudge();
    watch.nudge();
  };
  const live = createLiveReader(databases.api.dataSource);
  const watch = new ChangeWatch(live, config.POLL_MS, log);
  const desk: Desk = {
    unitOfWork: databases.desk.unitOfWork,
    directory: databases.desk.directory,
    clock: systemClock,
    log,
    newId,
    nudge,
  };
  const triageChannelName = config.TRIAGE_CHANNEL;
  const inbox: Inbox = {
    put: async (arrival) => {
      const stored = await databases.door.inbox.put(arrival);
      nudge();
      return stored;
    },
  };
  const slack = createSlackBot({
    signingSecret: config.SLACK_SIGNING_SECRET ?? null,
    appToken: config.SLACK_APP_TOKEN ?? null,
    clientId: config.SLACK_CLIENT_ID ?? null,
    clientSecret: config.SLACK_CLIENT_SECRET ?? null,
    stateSecret: config.SLACK_STATE_SECRET ?? null,
    apiUrl: config.SLACK_API_URL ?? null,
    publicUrl: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    installations: databases.desk.installations,
    inbox,
    onFormRequest: (request) => openForm(desk, slackPlatform, request, newId, triageChannelName),
    clock: systemClock,
    log,
  });
  const wrap = (platform: ChatPlatform): ChatPlatform => overrides.platform?.(platform) ?? platform;
  const slackPlatform = wrap(slack.platform);
  const platforms = new Map<Platform, ChatPlatform>([['slack', slackPlatform]]);
  const teams = composeTeams({ config, databases, desk, inbox, wrap });
  if (teams !== null) platforms.set('teams', teams.platform);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const parked = new Counter({
    name: 'threadkeeper_inbox_parked_total',
    help: 'Arrivals that failed too often and wait for an operator.',
    registers: [metrics],
  });
  const bootId = randomUUID();
  const width = WIDTH[databases.desk.kind];
  const allowsLoopback = config.WEBHOOK_ALLOW_LOOPBACK ?? false;
  const common = { platforms, owner: bootId, pollMs: config.POLL_MS, width };
  queues.push(
    createInboxLoop({
      ...common,
      intake: {
        desk,
        inbox: databases.desk.inboxLease,
        triageChannelName,
        installations: databases.desk.installations,
      },
      onParked: () => parked.inc(),
    }),
    createOutboxLoop({
      ...common,
      leaseMs: config.LEASE_MS,
      postman: { desk, outbox: databases.desk.outboxLease },
    }),
    createWebhookLoop({
      postman: {
        desk,
        leases: databases.desk.webhooks,
        post: createOutboundHttp({ allowsLoopback }),
        bodyOf: webhookBody,
        chance: Math.random,
      },
      pollMs: config.POLL_MS,
      width,
    }),
  );
  const sweep = createSweepLoop(desk, config.POLL_MS);
  // Nobody waits for what they are asked.
  const deskReaders = createReaders(databases.desk.dataSource, IN_TURN);
  const loops: readonly Loop[] = [
    ...queues,
    sweep,
    createCountLoop(desk, config.POLL_MS),
    createDigestLoop(
      {
        desk,
        readers: deskReaders,
        dashboard: config.PUBLIC_URL ?? null,
      },
      config.POLL_MS,
    ),
    createRollLoop(desk),
    createHealthLoop(desk, deskReaders),
    createHousekeepingLoop(
      desk,
      createHousekeeping(databases.desk.dataSource, config.KEEP_FINISHED_DAYS),
    ),
    createReconcileLoop({
      reconciler: { desk, coverage: databases.desk.coverage, inbox: databases.desk.inbox },
      platforms,
      everyMs: config.RECONCILE_EVERY_MS,
    }),
  ];
  const logins = createLoginStore(databases.api.dataSource);
  const refused = new RefusedTokens((tenantId, reason, times) =>
    noteRefusals(
      { ...desk, unitOfWork: databases.api.unitOfWork },
      logins,
      tenantId,
      reason,
      times,
      desk.clock.now(),
    ),
  );
  const tokens: TokenStore = {
    ...createTokenStore(databases.api.dataSource),
    refused: (tenantId, reason) => refused.note(tenantId, reason),
  };
  const signIn = composeSignIn(config, desk, tokens, logins);
  const graphql = await createGraphqlApi({
    desk: { ...desk, unitOfWork: databases.api.unitOfWork },
    readers: createReaders(databases.api.dataSource),
    tokens,
    ...(signIn.people === null ? {} : { people: signIn.people }),
    live: { reader: live, watch },
    exports: { readers: createReaders(databases.exports.dataSource) },
    longFigures: new LongFigures(createReaders(databases.figures.dataSource, IN_TURN)),
    limiter: new RateLimiter(
      createUsageStore(databases.api.dataSource),
      config.API_REQUESTS_PER_MIN,
      () => performance.now(),
    ),
    ...persistedBy(config),
    allowsLocalWebhooks: allowsLoopback,
    production: config.NODE_ENV === 'production',
  });
  const parts = { bootId, databases, tokens, desk, slack, teams, graphql, loops, metrics };
  const trackers = createTrackerDoor({
    desk: { ...desk, unitOfWork: databases.door.unitOfWork },
    keys: databases.door.trackers,
    onMoved: () => sweep.nudge(),
  });
  return { ...parts, signIn: signIn.routes, trackers };
};
