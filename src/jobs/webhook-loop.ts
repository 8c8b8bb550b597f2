import type { WebhookLease } from '../app/ports/webhooks';
import { deliverWebhook, type WebhookPostman } from '../app/webhooks/deliver-webhook';
import { createLaneLoop } from './lanes';
import type { Loop } from './loop';

export interface WebhookLoopOptions {
  readonly postman: WebhookPostman;
  readonly pollMs: number;
  readonly width: number;
}

/** Tells those who asked to be told. What fails on our side is tried again when its lease ends. */
export const createWebhookLoop = ({ postman, pollMs, width }: WebhookLoopOptions): Loop => {
  const { desk, leases } = postman;
  return createLaneLoop<WebhookLease>({
    name: 'webhooks',
    pollMs,
    log: desk.log,
    width,
    claim: (limit) => leases.claim(desk.clock.now(), limit),
    work: async (lease) => {
      try {
        await deliverWebhook(postman, lease);
      } catch (error) {
        desk.log.error('webhook failed', { attempt: lease.attempt }, error);
      }
    },
  });
};
