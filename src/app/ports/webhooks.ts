import type { TimelineEntry, TimelineKind } from '../../domain/ticket';

export const WHY_DISABLED = ['BY_HAND', 'FAILING', 'GONE'] as const;
export type WhyDisabled = (typeof WHY_DISABLED)[number];

export const WEBHOOK_DELIVERY_STATES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** The shapes of a body that a webhook can be pinned to, oldest first. */
export const WEBHOOK_VERSIONS = ['2026-11-01', '2026-11-26'] as const;
export type WebhookVersion = (typeof WEBHOOK_VERSIONS)[number];
/** What a webhook gets that names none. */
export const NEWEST_WEBHOOK_VERSION: WebhookVersion = '2026-11-26';

/** One address that is told of what happens to tickets. Never its secret. */
export interface Webhook {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly url: string;
  /** Empty: every kind. */
  readonly kinds: readonly TimelineKind[];
  readonly apiVersion: string;
  readonly createdAt: Date;
  /** Until then the secret before the present one signs, too. */
  readonly previousUntil: Date | null;
  /** When the first of its unbroken row of failures was. */
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledBecause: WhyDisabled | null;
}

/** What an address said when it was told, or why it could not be. */
export interface DeliveryTry {
  /** RFC 3339. */
  readonly at: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly tookMs: number;
}

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly entryId: string;
  readonly ticketId: string;
  readonly kind: TimelineKind;
  readonly state: WebhookDeliveryState;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** The newest few, oldest first. */
  readonly tries: readonly DeliveryTry[];
}

/** Webhooks inside one transaction of one tenant. */
export interface WebhookStore {
  insert(webhook: Webhook, secret: string): Promise<void>;
  /** Locks it until the transaction ends. */
  find(webhookId: string): Promise<Webhook | null>;
  count(): Promise<number>;
  /** Everything but its secrets. */
  save(webhook: Webhook): Promise<void>;
  /** The secret that stood until now still signs until then. */
  rotate(webhookId: string, secret: string, previousUntil: Date): Promise<void>;
  /** Its log goes with it. */
  remove(webhookId: string): Promise<void>;
  delivery(deliveryId: string): Promise<Pick<WebhookDelivery, 'id' | 'webhookId'> | null>;
  /** Due at once, as if it had never been tried; what was tried stays in its log. */
  replay(deliveryId: string, now: Date): Promise<void>;
  /** Everything the webhook asks for that happened since then, also while it was off. */
  replaySince(webhookId: string, since: Date, now: Date, limit: number): Promise<number>;
  /** False when the lease is another's: then nothing of it was recorded. */
  settle(
    lease: WebhookLease,
    told: DeliveryTry,
    next: { readonly state: WebhookDeliveryState; readonly at: Date },
  ): Promise<boolean>;
}

/** A delivery in somebody's hands, with all it takes to send it. */
export interface WebhookLease {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly token: string;
  /** Counting this one, from 1; a replay begins again. */
  readonly attempt: number;
  readonly url: string;
  readonly apiVersion: string;
  /** The one or two that sign now, the newest first. */
  readonly secrets: readonly string[];
  readonly entry: TimelineEntry;
  readonly ticketNumber: number;
}

export interface WebhookLeases {
  claim(now: Date, limit: number): Promise<readonly WebhookLease[]>;
}

/** What came of one request to an address outside. */
export type Posted =
  | { readonly status: number }
  /** It was not reached, or must not be. */
  | { readonly error: string };

/** The one way in which this program speaks to addresses that somebody typed in. */
export type PostOutside = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<Posted>;

/** The body an event has in a version; the same bytes however often it is asked. */
export type WebhookBody = (lease: WebhookLease) => { readonly id: string; readonly body: string };
