import { useChange } from '../../api/use-change';
import { useLive } from '../../api/use-live';
import {
  MembersDocument,
  type MembersQuery,
  type Role,
  UpdateMemberDocument,
} from '../../generated/graphql';
import { Avatar } from '../../ui/badge';
import { ChoiceField } from '../../ui/fields';
import { FormDialog, textOf } from '../../ui/form-dialog';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';

type Member = MembersQuery['members']['nodes'][number];

export const ROLES: readonly Role[] = ['ADMIN', 'SUPERVISOR', 'AGENT', 'PARTNER'];

const EditMember = ({ member }: { member: Member }) => {
  const { run, refusals, isRunning, forget } = useChange(UpdateMemberDocument);
  return (
    <FormDialog
      trigger="Change"
      triggerClass="button small"
      title={member.name}
      submit="Save"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const role = ROLES.find((one) => one === textOf(form, 'role')) ?? member.role;
        const active = textOf(form, 'active') === 'yes';
        return (await run({ memberId: member.id, role, active })) !== null;
      }}
    >
      <ChoiceField
        name="role"
        label="Role"
        initial={member.role}
        choices={ROLES.map((one) => ({ value: one, label: inWords(one) }))}
      />
      <ChoiceField
        name="active"
        label="Works here"
        initial={member.active ? 'yes' : 'no'}
        choices={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No: may do nothing' },
        ]}
      />
    </FormDialog>
  );
};

export const MemberSettings = () => {
  const live = useLive(MembersDocument, {}, 'members');
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
                        <EditMember member={one} />
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
