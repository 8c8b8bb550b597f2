import type { PromiseState } from '../generated/graphql';
import { Panel } from '../ui/panel';
import { Due } from '../ui/time';
import { instantWords, inWords } from '../ui/words';
import type { TicketProps } from './action-parts';
import { PROMISE_WORDS } from './promise-row';

const TONES: Readonly<Record<PromiseState, string>> = {
  OPEN: 'info',
  KEPT: 'good',
  RENEWED: 'plain',
  BROKEN: 'bad',
};

/** Every time the customer was told, and what became of it. */
export const Promises = ({ ticket }: TicketProps) =>
  ticket.promises.nodes.length === 0 ? null : (
    <Panel title="Promises">
      <ul className="ledger">
        {ticket.promises.nodes.map((one) => (
          <li key={one.id}>
            <span className={`badge ${TONES[one.state]}`}>{inWords(one.state)}</span>
            <span>
              {inWords(PROMISE_WORDS[one.kind])} by {instantWords(one.dueAt)}
              <span className="row-sub">
                told {instantWords(one.toldAt)}
                {one.settledAt !== null && `, settled ${instantWords(one.settledAt)}`}
              </span>
            </span>
            {one.state === 'OPEN' && <Due at={one.dueAt} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
