import { DismissSignalDocument } from '../generated/graphql';
import { Panel } from '../ui/panel';
import { PressButton } from '../ui/press-button';
import { Ago } from '../ui/time';
import { type TicketProps, versionSeen } from './action-parts';

/** What says that it may go wrong, with the reason; a person may say that it does not. */
export const Signals = ({ ticket }: TicketProps) =>
  ticket.signals.length === 0 ? null : (
    <Panel title="Early warning">
      <ul className="clocks">
        {ticket.signals.map(({ id, kind, reason, count, lastAt }) => (
          <li key={id} className="clock bad">
            <div>
              <p>
                {reason}{' '}
                <span className="faint">
                  {count > 1 && `${count} times, last `}
                  <Ago at={lastAt} />
                </span>
              </p>
              <PressButton
                document={DismissSignalDocument}
                input={{ ...versionSeen(ticket), kind }}
                className="button small"
              >
                Dismiss
              </PressButton>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
