import { useLocation } from 'wouter';
import { isForCustomers, useFindChannels } from '../api/find';
import { CreateTicketDocument } from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PickField } from '../ui/picker';

/** We write first: the customer reads it in their channel, and it is a ticket from then on. */
export const NewTicket = () => {
  const [, go] = useLocation();
  const find = useFindChannels(isForCustomers);
  return (
    <ChangeDialog
      document={CreateTicketDocument}
      trigger="New ticket"
      shortcut="w"
      title="A new ticket"
      lead="The customer reads these words in their channel; their answers join the ticket."
      submit="Post it"
      inputOf={(form) => {
        const channelId = textOf(form, 'channel');
        return channelId === '' ? null : { channelId, text: textOf(form, 'text') };
      }}
      onDone={({ outcome }) => {
        if (outcome.ticket !== null) go(`/tickets/${outcome.ticket.number}`);
      }}
    >
      <PickField name="channel" label="Channel" none="Type its name" find={find} required />
      <TextField name="text" label="What to write" long required maxLength={30_000} />
    </ChangeDialog>
  );
};
