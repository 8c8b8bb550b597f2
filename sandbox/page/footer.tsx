import type { Delivery, Workspace } from './types';
import type { Line } from './use-workspace';
import { clockTime } from './words';

/** Where the desk is, whether it hears us, and what to try first. */
export function Footer({ workspace, line }: { workspace: Workspace; line: Line }) {
  const { deskUrl, deliveries } = workspace;
  const last = newestFirst(deliveries)[0];
  const state = line === 'lost' ? 'bad' : last ? tone(last) : 'idle';
  return (
    <footer className="foot">
      <p className="hint">
        <strong>First time here?</strong>{' '}
        <span className="wide">
          Write as Hank on the left; watch the triage card on the right; press <em>Claim</em>.
        </span>
        <span className="narrow">
          Write as Hank, switch to the vendor’s team, press <em>Claim</em> on the card.
        </span>
      </p>
      <div className="desk">
        {deskUrl ? (
          <>
            Desk <a href={deskUrl}>{deskUrl.replace(/^https?:\/\//, '')}</a>
            <a href={new URL('/graphql', deskUrl).href} target="_blank" rel="noopener noreferrer">
              GraphQL
            </a>
          </>
        ) : (
          'No desk is connected yet: messages stay in this workspace.'
        )}
        <details className="menu">
          <summary className="delivery">
            <span className={`dot ${state}`} />
            {last ? sentence(last) : 'Nothing sent yet'}
          </summary>
          <div className="menu-list above deliveries">
            {newestFirst(deliveries)
              .slice(0, 12)
              .map((item) => (
                <p key={`${item.at}${item.kind}${item.status}`} className="delivery-row">
                  <span className={`dot ${tone(item)}`} />
                  <span>{plain(item)}</span>
                  <span>{words(item)}</span>
                  <time>{at(item)}</time>
                </p>
              ))}
            {deliveries.length === 0 && <p className="delivery-row">Nothing sent yet.</p>}
          </div>
        </details>
      </div>
    </footer>
  );
}

function moment(delivery: Delivery): number {
  const number = Number(delivery.at);
  if (Number.isNaN(number)) return Date.parse(delivery.at);
  return number < 1e12 ? number * 1000 : number;
}

function newestFirst(deliveries: readonly Delivery[]): Delivery[] {
  return [...deliveries].sort((a, b) => moment(b) - moment(a));
}

function plain(delivery: Delivery): string {
  return delivery.kind.replaceAll('_', ' ');
}

function tone(delivery: Delivery): 'good' | 'bad' | 'idle' {
  if (/^2\d\d$|^ok$|delivered/i.test(delivery.status)) return 'good';
  return /pending|waiting|^$|^0$/i.test(delivery.status) ? 'idle' : 'bad';
}

function words(delivery: Delivery): string {
  if (tone(delivery) === 'good') return 'taken';
  if (tone(delivery) === 'idle') return 'on its way';
  return /^\d+$/.test(delivery.status)
    ? `answered ${delivery.status}`
    : delivery.status.replaceAll('_', ' ');
}

function sentence(delivery: Delivery): string {
  return tone(delivery) === 'bad'
    ? `Desk: ${plain(delivery)} ${words(delivery)}`
    : `${plain(delivery)} ${words(delivery)}, ${at(delivery)}`;
}

function at(delivery: Delivery): string {
  const millis = moment(delivery);
  return Number.isNaN(millis) ? '' : clockTime(new Date(millis));
}
