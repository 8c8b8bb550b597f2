import { useLive } from '../../api/use-live';
import {
  MembersDocument,
  type MembersQuery,
  type Role,
  UpdateMemberDocument,
} from '../../generated/graphql';
import { Avatar } from '../../ui/badge';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';

type Member = MembersQuery['members']['nodes'][number];

export const ROLES: readonly Role[] = ['ADMIN', 'SUPERVISOR', 'AGENT', 'PARTNER'];

const EditMember = ({ member }: { member: Member }) => {
  return (
    <ChangeDialog
      document={UpdateMemberDocument}
      trigger="Change"
      triggerClass="button small"
      title={member.name}
      submit="Save"
      inputOf={(form) => ({
        memberId: member.id,
        role: ROLES.find((one) => one === textOf(form, 'role')) ?? member.role,
        active: textOf(form, 'active') === 'yes',
      })}
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
    </ChangeDialog>
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
