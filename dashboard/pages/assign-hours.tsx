import { useQuery } from 'urql';
import { AssignCalendarDocument, HoursDocument } from '../generated/graphql';
import { ChoiceField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PreviewDialog } from './settings/preview-dialog';

/** Which calendar counts for a customer or a queue. */
export const AssignHours = (props: {
  of: { readonly customerId: string } | { readonly queueId: string };
  name: string;
  className?: string;
}) => {
  const [{ data }, ask] = useQuery({ query: HoursDocument });
  const calendars = data?.calendars.nodes ?? [];
  return (
    <PreviewDialog
      document={AssignCalendarDocument}
      trigger="Hours"
      triggerClass={props.className ?? 'button'}
      title={`The hours that count for ${props.name}`}
      lead="A customer’s own count before the tier’s, the queue’s and the desk’s."
      onDone={() => ask({ requestPolicy: 'network-only' })}
      inputOf={(form) => ({ ...props.of, calendarId: textOf(form, 'calendar') || null })}
    >
      <ChoiceField
        name="calendar"
        label="Calendar"
        choices={[
          { value: '', label: 'None of its own' },
          ...calendars.map(({ id, name, zone }) => ({ value: id, label: `${name} (${zone})` })),
        ]}
      />
    </PreviewDialog>
  );
};
