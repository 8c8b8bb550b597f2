import type { RequestListener } from 'node:http';
import type { FormRequest, MessageRef } from '../../src/app/ports/chat-event';
import type { ChatPlatform, Outgoing } from '../../src/app/ports/chat-platform';
import type { Conversations } from '../../src/app/ports/conversations';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Inbox, InboxWatch } from '../../src/app/ports/queues';
import { createAccessTokens, tokenUrlOf } from './access-token';
import { createCall } from './call';
import { createDoor } from './door';
import { createKeyRing } from './key-ring';
import { createOrganisations } from './organisations';
import { createPlatform, PendingForms } from './platform';
import { createReferences } from './references';
import { createRoster } from './roster';
import { serviceUrlRule } from './service-url';
import { createThrottle } from './throttle';

const OPENID_METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

export interface TeamsBotOptions {
  /** Null: nobody's word is checked and nothing is signed. A local Teams only. */
  readonly app: { readonly id: string; readonly password: string } | null;
  readonly appType: 'MultiTenant' | 'SingleTenant';
  /** The vendor's own Entra tenant. */
  readonly ownTenant: string;
  /** Null: Microsoft itself. */
  readonly local: {
    readonly serviceHosts: readonly string[];
    readonly openIdMetadataUrl: string | null;
    readonly tokenUrl: string | null;
  } | null;
  /** Customers' Entra tenants that may install us; null: any. */
  readonly allowedTenants: readonly string[] | null;
  readonly tenantOf: (workspace: string) => Promise<string | null>;
  readonly onInstalled: (workspace: string, botId: string | null, at: Date) => Promise<void>;
  /** We were put into a team or chat of it, and know how to speak there. */
  readonly onAnnounced: (workspace: string) => void;
  readonly conversations: Conversations;
  readonly inbox: Inbox;
  readonly watch: InboxWatch;
  readonly currentCard: (at: MessageRef, ticketId: string | null) => Promise<Outgoing | null>;
  readonly onFormRequest: (request: FormRequest) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly requestTimeoutMs?: number;
}

export interface TeamsBot {
  readonly platform: ChatPlatform;
  /** A plain node listener for /api/messages. */
  readonly routes: { readonly messages: RequestListener };
  start(): Promise<void>;
  stop(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Teams as one part of the desk: its door and its postman. */
export const createTeamsBot = (options: TeamsBotOptions): TeamsBot => {
  const { app, local, clock, log } = options;
  const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const tokenUrl = local?.tokenUrl ?? tokenUrlOf(options.appType, options.ownTenant);
  const tokens = createAccessTokens(
    app === null ? null : { appId: app.id, appPassword: app.password, tokenUrl },
    clock,
    requestTimeoutMs,
  );
  const isService = serviceUrlRule(local === null ? null : local.serviceHosts);
  const keys = createKeyRing(local?.openIdMetadataUrl ?? OPENID_METADATA, clock, log);
  const call = createCall({ tokens, isService, requestTimeoutMs, log });
  const references = createReferences(options.conversations, clock, log);
  const roster = createRoster(call, references, clock);
  const forms = new PendingForms();
  const organisations = createOrganisations({
    tenantOf: options.tenantOf,
    install: options.onInstalled,
    allowed: options.allowedTenants,
    clock,
  });
  const { isInstalled } = organisations;
  return {
    platform: createPlatform(
      { call, references, throttle: createThrottle(clock), isInstalled },
      { call, references, roster, ownTenant: options.ownTenant },
      forms,
    ),
    routes: {
      messages: createDoor({
        rules: { appId: app?.id ?? null, keys, isService, clock },
        organisations,
        onAnnounced: options.onAnnounced,
        references,
        inbox: options.inbox,
        watch: options.watch,
        currentCard: options.currentCard,
        onFormRequest: options.onFormRequest,
        forms,
        clock,
        log,
      }),
    },
    start: async () => {
      if (app !== null) await keys.warm();
    },
    stop: async () => undefined,
  };
};
