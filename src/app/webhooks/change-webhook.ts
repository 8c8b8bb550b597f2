import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { TimelineKind } from '../../domain/ticket';
import { checkedName, inRange, requireAdministration } from '../admin/requirements';
import type { Tx } from '../ports/store';
import type { Webhook, WebhookVersion } from '../ports/webhooks';
import { newSecret } from './sign';

const MOST = 50;
const LONGEST_URL = 2_000;
const LONGEST_OVERLAP_SEC = 7 * 86_400;
const REPLAYED_AT_ONCE = 10_000;

const invalid = (code: string, message: string, hint: string | null, field: string): DeskError =>
  new DeskError('invalid', code, message, hint, [field]);

/** An address we may be told to call. Where it leads is looked at again at each connection. */
const checkedUrl = (given: string, allowsLocal: boolean): string => {
  const url = given.length <= LONGEST_URL && URL.canParse(given) ? new URL(given) : null;
  if (url === null || (url.protocol !== 'https:' && !(allowsLocal && url.protocol === 'http:')))
    throw invalid('WEBHOOK_URL', 'A webhook needs an https address.', null, 'url');
  if (url.username !== '' || url.password !== '')
    throw invalid(
      'WEBHOOK_URL',
      'An address must not carry a name or a password.',
      'Every request is signed: check the signature instead.',
      'url',
    );
  return url.href;
};

/** What may be said of a webhook; what is absent stays as it is. */
export interface WebhookPatch {
  readonly name?: string;
  readonly url?: string;
  readonly kinds?: readonly TimelineKind[];
  readonly apiVersion?: WebhookVersion;
  readonly enabled?: boolean;
}

const requireWebhook = async (tx: Tx, webhookId: string): Promise<Webhook> => {
  const webhook = await tx.webhooks.find(webhookId);
  if (webhook === null) throw notFound('webhook');
  return webhook;
};

/** A new address to tell. Its secret is shown once. */
export const createWebhookIn = async (
  tx: Tx,
  actor: Actor,
  wanted: Required<Omit<WebhookPatch, 'enabled'>>,
  allowsLocal: boolean,
  now: Date,
): Promise<{ readonly id: string; readonly secret: string }> => {
  requireAdministration(actor, 'administer');
  if ((await tx.webhooks.count()) >= MOST)
    throw new DeskError(
      'refused',
      'TOO_MANY_WEBHOOKS',
      `A desk has at most ${MOST} webhooks.`,
      'Delete one that is not needed any more.',
    );
  const id = tx.newId();
  const secret = newSecret();
  const webhook: Webhook = {
    id,
    tenantId: tx.tenantId,
    name: checkedName(wanted.name, 'name'),
    url: checkedUrl(wanted.url, allowsLocal),
    kinds: [...new Set(wanted.kinds)],
    apiVersion: wanted.apiVersion,
    createdAt: now,
    previousUntil: null,
    failingSince: null,
    disabledAt: null,
    disabledBecause: null,
  };
  await tx.webhooks.insert(webhook, secret);
  return { id, secret };
};

/** Switched on again it has a clean slate; what it missed is fetched by replaying. */
const switched = (webhook: Webhook, enabled: boolean | undefined, now: Date): Partial<Webhook> => {
  if (enabled === undefined || enabled === (webhook.disabledAt === null)) return {};
  return enabled
    ? { disabledAt: null, disabledBecause: null, failingSince: null }
    : { disabledAt: now, disabledBecause: 'BY_HAND' };
};

export const updateWebhookIn = async (
  tx: Tx,
  actor: Actor,
  webhookId: string,
  patch: WebhookPatch,
  allowsLocal: boolean,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const webhook = await requireWebhook(tx, webhookId);
  const { name, url, kinds, apiVersion, enabled } = patch;
  await tx.webhooks.save({
    ...webhook,
    ...(name === undefined ? {} : { name: checkedName(name, 'name') }),
    ...(url === undefined ? {} : { url: checkedUrl(url, allowsLocal) }),
    ...(kinds === undefined ? {} : { kinds: [...new Set(kinds)] }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...switched(webhook, enabled, now),
  });
};

export const deleteWebhookIn = async (tx: Tx, actor: Actor, webhookId: string): Promise<void> => {
  requireAdministration(actor, 'administer');
  await requireWebhook(tx, webhookId);
  await tx.webhooks.remove(webhookId);
};

/** A new secret; for the overlap both sign, so that no receiver is cut off. */
export const rotateWebhookSecretIn = async (
  tx: Tx,
  actor: Actor,
  asked: { readonly webhookId: string; readonly overlapSec: number },
  now: Date,
): Promise<{ readonly id: string; readonly secret: string }> => {
  requireAdministration(actor, 'administer');
  const { webhookId } = asked;
  const overlapSec = inRange(asked.overlapSec, 0, LONGEST_OVERLAP_SEC, 'overlapSeconds');
  await requireWebhook(tx, webhookId);
  const secret = newSecret();
  await tx.webhooks.rotate(webhookId, secret, new Date(now.getTime() + overlapSec * 1_000));
  return { id: webhookId, secret };
};

const requireOn = (webhook: Webhook): void => {
  if (webhook.disabledAt === null) return;
  throw new DeskError(
    'refused',
    'WEBHOOK_OFF',
    `The webhook “${webhook.name}” is switched off.`,
    'Switch it on first: updateWebhook with enabled: true.',
  );
};

/** One delivery once more, under the same id. */
export const replayDeliveryIn = async (
  tx: Tx,
  actor: Actor,
  deliveryId: string,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const delivery = await tx.webhooks.delivery(deliveryId);
  if (delivery === null) throw notFound('delivery');
  requireOn(await requireWebhook(tx, delivery.webhookId));
  await tx.webhooks.replay(deliveryId, now);
};

/** Everything that happened since then once more, also what it was never told. */
export const replayWebhookIn = async (
  tx: Tx,
  actor: Actor,
  asked: { readonly webhookId: string; readonly since: Date },
  now: Date,
): Promise<number> => {
  requireAdministration(actor, 'administer');
  const { webhookId, since } = asked;
  requireOn(await requireWebhook(tx, webhookId));
  const count = await tx.webhooks.replaySince(webhookId, since, now, REPLAYED_AT_ONCE + 1);
  if (count > REPLAYED_AT_ONCE)
    throw invalid(
      'TOO_MANY_EVENTS',
      `More than ${REPLAYED_AT_ONCE} events happened since then.`,
      'Choose a later time, or read what happened through the API.',
      'since',
    );
  return count;
};
