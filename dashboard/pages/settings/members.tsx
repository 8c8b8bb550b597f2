import { useQueueChoices } from '../../api/find';
import { useMembersAgain } from '../../api/members';
import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import { MembersDocument, type MembersQuery } from '../../generated/graphql';
import { Avatar } from '../../ui/badge';
import { Pager } from '../../ui/pager';
import { Answer, Empty } from '../../ui/states';
import { inWords, platformWords } from '../../ui/words';
import { EditLogin } from './login-form';
import { EditMember } from './member-forms';

type Listed = MembersQuery['members']['nodes'][number];

/** Where the desk knows them from; of two that are one, who stays. */
const whereFrom = (member: Listed, all: readonly Listed[]): string => {
  if (member.linkedToId !== null) {
    const into = all.find(({ id }) => id === member.linkedToId);
    return `the same person as ${into?.name ?? 'another member'}, who stays`;
  }
  return member.platforms.map(platformWords).join(', ') || 'not seen in chat yet';
};

export const MemberSettings = () => {
  const pages = usePages();
  const everywhere = useMembersAgain();
  const queues = useQueueChoices();
  const { after } = pages;
  const live = useLive(MembersDocument, { first: 50, after }, `members-${after}`);
  const changed = (): void => {
    live.again();
    everywhere();
  };
  return (
    <div className="panel flush">
      <Answer live={live} rows={8}>
        {({ members: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title="Nobody yet">People appear when the desk has seen them in chat.</Empty>
          ) : (
            <>
              <table className="plain-table" aria-label="Members">
                <thead>
                  <tr>
                    <th scope="col">Person</th>
                    <th scope="col">Role</th>
                    <th scope="col">Works here</th>
                    <th scope="col">
                      <span className="unseen">Change</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <span className="named">
                          <Avatar name={one.name} />
                          <span>
                            {one.name}
                            <span className="row-sub">{whereFrom(one, nodes)}</span>
                          </span>
                        </span>
                      </td>
                      <td data-label="Role">{inWords(one.role)}</td>
                      <td data-label="Works here">
                        {one.active ? 'Yes' : <span className="faint">No</span>}
                      </td>
                      <td className="number">
                        <span className="row-tools">
                          <EditLogin member={one} />
                          <EditMember member={one} queues={queues} onDone={changed} />
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </div>
  );
};
