import { useFindMembers } from '../../api/find';
import { useMembers } from '../../api/members';
import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import {
  DeleteGroupDocument,
  GroupsDocument,
  type GroupsQuery,
  SetGroupDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { PickManyField } from '../../ui/picker';
import { Answer, Empty } from '../../ui/states';

type Group = GroupsQuery['groups']['nodes'][number];

const GroupForm = ({ group, onDone }: { group: Group | null; onDone: () => void }) => {
  const find = useFindMembers();
  const members = useMembers();
  return (
    <ChangeDialog
      document={SetGroupDocument}
      trigger={group === null ? 'Add a group' : 'Change'}
      {...(group === null ? {} : { triggerClass: 'button small' })}
      title={group === null ? 'A new group' : group.name}
      lead="A level of an escalation path may ask a group; whoever of it accepts first has the ticket."
      submit="Save"
      inputOf={(form) => ({
        ...(group === null ? {} : { groupId: group.id }),
        name: textOf(form, 'name'),
        memberIds: form.getAll('members').filter((one) => typeof one === 'string'),
      })}
      onDone={onDone}
    >
      <TextField name="name" label="Name" required maxLength={120} initial={group?.name ?? ''} />
      <PickManyField
        name="members"
        label="Who is in it"
        find={find}
        initial={members
          .filter(({ id }) => group?.memberIds.includes(id))
          .map(({ id, label }) => ({ value: id, label }))}
      />
    </ChangeDialog>
  );
};

export const GroupSettings = () => {
  const pages = usePages();
  const live = useLive(GroupsDocument, { after: pages.after }, `groups-${pages.after}`);
  const members = useMembers();
  return (
    <Panel title="Groups" aside={<GroupForm group={null} onDone={live.again} />}>
      <Answer live={live}>
        {({ groups: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title="No group yet">
              People who are asked together: specialists, a region.
            </Empty>
          ) : (
            <>
              <ul className="boxes">
                {nodes.map((group) => (
                  <li key={group.id}>
                    <div className="box-head">
                      <h3>{group.name}</h3>
                      <span className="faint">
                        {group.memberIds.length === 1
                          ? 'one person'
                          : `${group.memberIds.length} people`}
                      </span>
                    </div>
                    <p>
                      {members
                        .filter(({ id }) => group.memberIds.includes(id))
                        .map(({ label }) => label)
                        .join(', ') || <span className="faint">Nobody yet</span>}
                    </p>
                    <div className="box-tools">
                      <GroupForm group={group} onDone={live.again} />
                      <ChangeDialog
                        document={DeleteGroupDocument}
                        trigger="Dissolve"
                        triggerClass="button small"
                        title={`Dissolve ${group.name}?`}
                        lead="Its people stay. A group that a path asks cannot be dissolved."
                        submit="Dissolve"
                        danger
                        inputOf={() => ({ groupId: group.id })}
                        onDone={live.again}
                      />
                    </div>
                  </li>
                ))}
              </ul>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
};
