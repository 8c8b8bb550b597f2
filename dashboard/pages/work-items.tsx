import { useMay } from '../api/viewer';
import { LinkWorkItemDocument, UnlinkWorkItemDocument } from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { Panel } from '../ui/panel';
import { PressButton } from '../ui/press-button';
import { inWords } from '../ui/words';
import { type TicketProps, versionSeen } from './action-parts';

/** Issues and pull requests; what their tracker says is text, and their address always https. */
export const WorkItems = ({ ticket }: TicketProps) => {
  const may = useMay();
  return (
    <Panel
      title="Work items"
      aside={
        may.work && (
          <ChangeDialog
            document={LinkWorkItemDocument}
            trigger="Link"
            triggerClass="button small"
            title="Link an issue or pull request"
            lead="Its address in GitHub, Linear or Jira. The customer does not see it."
            submit="Link"
            inputOf={(form) => ({ ...versionSeen(ticket), url: textOf(form, 'url') })}
          >
            <TextField name="url" label="Address" required maxLength={2_000} />
          </ChangeDialog>
        )
      }
    >
      {ticket.workItems.length === 0 ? (
        <p className="faint">None yet.</p>
      ) : (
        <ul className="clocks">
          {ticket.workItems.map(({ id, key, url, title, state, stateName }) => (
            <li key={id} className="clock">
              <div>
                <p className="breakable">
                  <a href={url} target="_blank" rel="noopener noreferrer">
                    {key}
                  </a>{' '}
                  {title}
                </p>
                <p className="faint">
                  {state === 'UNKNOWN' ? 'Not told yet' : inWords(state)}
                  {stateName !== null && ` (${stateName})`}
                </p>
                {may.work && (
                  <PressButton
                    document={UnlinkWorkItemDocument}
                    input={{ ...versionSeen(ticket), workItemId: id }}
                    className="button small"
                  >
                    Unlink
                  </PressButton>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
