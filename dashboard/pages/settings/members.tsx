import { useLive } from '../../api/use-live';
import { MembersDocument, QueuesDocument } from '../../generated/graphql';
import { Avatar } from '../../ui/badge';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';
import { EditLogin } from './login-form';
import { EditMember } from './member-forms';

export const MemberSettings = () => {
  const live = useLive(MembersDocument, {}, 'members');
  const { data } = useLive(QueuesDocument, {}, 'queues');
  const queues = (data?.queues.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
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
                          <span>{one.name}</span>
                        </span>
                      </td>
                      <td>{inWords(one.role)}</td>
                      <td>{one.active ? 'Yes' : <span className="faint">No</span>}</td>
                      <td className="number">
                        <EditLogin member={one} /> <EditMember member={one} queues={queues} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {pageInfo.hasNextPage && (
                <p className="faint earlier">The first 100. The API has the others.</p>
              )}
            </>
          )
        }
      </Answer>
    </div>
  );
};
