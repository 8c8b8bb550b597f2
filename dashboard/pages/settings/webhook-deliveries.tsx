import { useState } from 'react';
import { useLive } from '../../api/use-live';
import {
  DeliveriesDocument,
  type DeliveriesQuery,
  ReplayWebhookDeliveryDocument,
  type WebhookDeliveryState,
} from '../../generated/graphql';
import { PressButton } from '../../ui/press-button';
import { Answer, Empty } from '../../ui/states';
import { instantWords, inWords } from '../../ui/words';

type Delivery = DeliveriesQuery['webhookDeliveries']['nodes'][number];

const TONES: Readonly<Record<WebhookDeliveryState, string>> = {
  DELIVERED: 'good',
  PENDING: 'info',
  FAILED: 'bad',
};

const lastTry = ({ tries }: Delivery): string => {
  const last = tries.at(-1);
  if (last === undefined) return 'not tried yet';
  const answer = last.error ?? `answered ${last.status ?? 'nothing'}`;
  return `${answer}, after ${last.tookMs} ms${tries.length > 1 ? `, try ${tries.length}` : ''}`;
};

const List = ({ webhookId }: { webhookId: string }) => {
  const [after, setAfter] = useState<string | null>(null);
  const live = useLive(
    DeliveriesDocument,
    { webhookId, after },
    `deliveries-${webhookId}-${after}`,
  );
  return (
    <Answer live={live} rows={3}>
      {({ webhookDeliveries: { nodes, pageInfo } }) =>
        nodes.length === 0 ? (
          <Empty title="Nothing was told yet" />
        ) : (
          <>
            <ul className="ledger">
              {nodes.map((one) => (
                <li key={one.id}>
                  <span className={`badge ${TONES[one.state]}`}>{inWords(one.state)}</span>
                  <span>
                    {inWords(one.kind)}
                    <span className="row-sub">
                      {instantWords(one.createdAt)}, {lastTry(one)}
                      {one.nextTryAt !== null && `, next ${instantWords(one.nextTryAt)}`}
                    </span>
                  </span>
                  {one.state !== 'PENDING' && (
                    <PressButton
                      document={ReplayWebhookDeliveryDocument}
                      input={{ deliveryId: one.id }}
                      className="button small"
                      onDone={live.again}
                    >
                      Replay
                    </PressButton>
                  )}
                </li>
              ))}
            </ul>
            {pageInfo.hasNextPage && (
              <button type="button" className="link" onClick={() => setAfter(pageInfo.endCursor)}>
                Older ones
              </button>
            )}
          </>
        )
      }
    </Answer>
  );
};

/** What this webhook was told, and what it answered; read when somebody looks. */
export const WebhookDeliveries = ({ webhookId }: { webhookId: string }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="opens" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Deliveries</summary>
      {isOpen && <List webhookId={webhookId} />}
    </details>
  );
};
