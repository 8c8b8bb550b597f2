import { useLive } from '../api/use-live';
import { WarningsDocument } from '../generated/graphql';
import { Panel } from '../ui/panel';
import { Answer, Empty } from '../ui/states';
import { WarningList } from './warning-list';

/** Tickets that may go wrong, with what says so. */
export const EarlyWarnings = () => {
  const live = useLive(WarningsDocument, {}, 'warnings');
  return (
    <Panel title="Early warnings">
      <Answer live={live}>
        {({ earlyWarnings: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="Nothing is about to go wrong">
              No customer asks again, shouts, or comes back with the same cause.
            </Empty>
          ) : (
            <WarningList warnings={nodes} />
          )
        }
      </Answer>
    </Panel>
  );
};
