import { type MembersQuery, type Role, UpdateMemberDocument } from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { type Choice, ChoiceField, ManyField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { inWords } from '../../ui/words';

export type Member = MembersQuery['members']['nodes'][number];

export const ROLES: readonly Role[] = ['ADMIN', 'SUPERVISOR', 'AGENT', 'PARTNER'];

/** What somebody may do, and what a partner sees. */
export const EditMember = (props: {
  member: Member;
  queues: readonly Choice[];
  onDone: () => void;
}) => {
  const { member, queues, onDone } = props;
  return (
    <ChangeDialog
      document={UpdateMemberDocument}
      trigger="Change"
      triggerClass="button small"
      title={member.name}
      submit="Save"
      onDone={onDone}
      inputOf={(form) => ({
        memberId: member.id,
        role: ROLES.find((one) => one === textOf(form, 'role')) ?? member.role,
        active: textOf(form, 'active') === 'yes',
        // Where the queues could not be asked for, those that stand stay.
        queueIds: queues.length === 0 ? null : form.getAll('queue').map(String),
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
      <ManyField
        name="queue"
        label="As a partner, sees only these queues (none: what is assigned to them)"
        initial={member.queueIds}
        choices={queues}
      />
    </ChangeDialog>
  );
};
