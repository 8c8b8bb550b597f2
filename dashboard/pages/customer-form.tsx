import { useFindMembers } from '../api/find';
import { useMembers } from '../api/members';
import { type CustomerFactsFragment, UpsertCustomerDocument } from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PickField } from '../ui/picker';

/** What is known of a customer; of a new one, what another system already knows. */
export const CustomerForm = (props: {
  customer: CustomerFactsFragment | null;
  onDone: (id: string) => void;
}) => {
  const { customer, onDone } = props;
  const find = useFindMembers();
  const owner = useMembers().find(({ id }) => id === customer?.ownerId);
  return (
    <ChangeDialog
      document={UpsertCustomerDocument}
      trigger={customer === null ? 'Add a customer' : 'Change'}
      title={customer === null ? 'A new customer' : customer.name}
      submit="Save"
      inputOf={(form) => ({
        externalId: textOf(form, 'externalId'),
        ...(customer === null ? {} : { customerId: customer.id }),
        name: textOf(form, 'name'),
        tier: textOf(form, 'tier') || null,
        domain: textOf(form, 'domain') || null,
        zone: textOf(form, 'zone') || null,
        ownerId: textOf(form, 'owner') || null,
      })}
      onDone={({ outcome }) => onDone(outcome.customer?.id ?? '')}
    >
      <TextField name="name" label="Name" required maxLength={120} initial={customer?.name ?? ''} />
      <TextField
        name="externalId"
        label="Known elsewhere as"
        required
        maxLength={400}
        initial={customer?.externalId ?? ''}
        help="What your other systems call them, such as their number in the CRM."
      />
      <TextField
        name="tier"
        label="Tier"
        maxLength={120}
        initial={customer?.tier ?? 'Standard'}
        help="It carries the service levels."
      />
      <TextField name="domain" label="Mail domain" initial={customer?.domain ?? ''} />
      <TextField
        name="zone"
        label="Time zone"
        initial={customer?.zone ?? ''}
        help="Such as Europe/Berlin. Empty: the desk’s own."
      />
      <PickField
        key={owner?.id ?? ''}
        name="owner"
        label="Owner"
        none="Nobody"
        find={find}
        initial={owner === undefined ? null : { value: owner.id, label: owner.label }}
      />
    </ChangeDialog>
  );
};
