import { isGivenUp, nextTry } from '../../domain/webhook-schedule';
import { say } from '../cards/notices';
import type { Desk } from '../desk';
import type { Tx } from '../ports/store';
import type {
  DeliveryTry,
  Posted,
  PostOutside,
  Webhook,
  WebhookBody,
  WebhookLease,
  WebhookLeases,
  WhyDisabled,
} from '../ports/webhooks';
import { triageErrand } from '../tickets/team-room';
import { signedHeaders } from './sign';

export interface WebhookPostman {
  readonly desk: Desk;
  readonly leases: WebhookLeases;
  readonly post: PostOutside;
  readonly bodyOf: WebhookBody;
  /** From 0 to 1. */
  readonly chance: () => number;
}

const REASONS: Readonly<Record<Exclude<WhyDisabled, 'BY_HAND'>, string>> = {
  FAILING: 'its address has failed for five days',
  GONE: 'its address answered that it is gone for good',
};

/** People who can do something about it are told, once. */
const giveUp = async (
  tx: Tx,
  webhook: Webhook,
  because: Exclude<WhyDisabled, 'BY_HAND'>,
  now: Date,
): Promise<void> => {
  await tx.webhooks.save({ ...webhook, disabledAt: now, disabledBecause: because });
  const text = `For the administrators: the webhook “${webhook.name}” was switched off, because ${REASONS[because]}. When it is mended, switch it on again through the API (updateWebhook) and fetch what it missed (replayWebhook).`;
  const notice = await triageErrand(tx, say(text));
  if (notice !== null) await tx.send([notice]);
};

const isSuccess = (posted: Posted): boolean =>
  'status' in posted && posted.status >= 200 && posted.status < 300;

/** What the address answered is recorded; what failed comes back later, or never. */
const settle = async (
  { desk, chance }: WebhookPostman,
  lease: WebhookLease,
  posted: Posted,
  told: DeliveryTry,
): Promise<void> => {
  const now = desk.clock.now();
  const works = isSuccess(posted);
  const again = works ? null : nextTry(lease.attempt, now, chance());
  const next =
    again === null
      ? ({ state: works ? 'DELIVERED' : 'FAILED', at: now } as const)
      : ({ state: 'PENDING', at: again } as const);
  await desk.unitOfWork.run(lease.tenantId, async (tx) => {
    // Locked before its deliveries, as everybody does who changes both.
    const webhook = await tx.webhooks.find(lease.webhookId);
    if (webhook === null || !(await tx.webhooks.settle(lease, told, next))) return;
    if (works) {
      if (webhook.failingSince !== null) await tx.webhooks.save({ ...webhook, failingSince: null });
      return;
    }
    const failing = { ...webhook, failingSince: webhook.failingSince ?? now };
    if (webhook.disabledAt !== null) return;
    if ('status' in posted && posted.status === 410) await giveUp(tx, failing, 'GONE', now);
    else if (isGivenUp(failing.failingSince, now)) await giveUp(tx, failing, 'FAILING', now);
    else if (webhook.failingSince === null) await tx.webhooks.save(failing);
  });
};

/** Tells one address of one event: at least once, always under the same id and in the same words. */
export const deliverWebhook = async (
  postman: WebhookPostman,
  lease: WebhookLease,
): Promise<void> => {
  const { desk } = postman;
  const now = desk.clock.now();
  const { id, body } = postman.bodyOf(lease);
  const started = performance.now();
  const posted = await postman.post(
    lease.url,
    { 'content-type': 'application/json', ...signedHeaders(lease.secrets, id, body, now) },
    body,
  );
  await settle(postman, lease, posted, {
    at: now.toISOString(),
    status: 'status' in posted ? posted.status : null,
    error: 'error' in posted ? posted.error : null,
    tookMs: Math.round(performance.now() - started),
  });
  desk.nudge();
};
