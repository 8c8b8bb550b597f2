import { useLive } from '../../api/use-live';
import {
  AssignCalendarDocument,
  HoursDocument,
  type HoursQuery,
  SetCalendarDocument,
} from '../../generated/graphql';
import { TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer, Empty } from '../../ui/states';
import { openingLines, readHolidays, readOpening } from './hours-lines';
import { PreviewDialog } from './preview-dialog';

type Calendar = HoursQuery['calendars']['nodes'][number];

const CalendarForm = ({ calendar, onDone }: { calendar: Calendar | null; onDone: () => void }) => (
  <PreviewDialog
    document={SetCalendarDocument}
    trigger={calendar === null ? 'Add a calendar' : 'Change'}
    {...(calendar === null ? {} : { triggerClass: 'button small' })}
    title={calendar === null ? 'A new calendar' : calendar.name}
    lead="Open tickets are reckoned anew; what has ended stays as it was measured."
    onDone={onDone}
    inputOf={(form) => {
      const read = readOpening(textOf(form, 'opening'));
      if ('unclear' in read) return read.unclear;
      return {
        name: calendar?.name ?? textOf(form, 'name'),
        zone: textOf(form, 'zone'),
        country: textOf(form, 'country').toUpperCase() || null,
        region: textOf(form, 'region').toUpperCase() || null,
        opening: read.opening,
        holidays: readHolidays(textOf(form, 'holidays')),
        ...(calendar === null ? {} : { expectedVersion: calendar.version }),
      };
    }}
  >
    {calendar === null && <TextField name="name" label="Name" required maxLength={120} />}
    <TextField
      name="zone"
      label="Time zone"
      required
      initial={calendar?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
    />
    <TextField
      name="opening"
      label="Open"
      long
      required
      initial={calendar === null ? 'mon-fri 09:00-17:00' : openingLines(calendar.opening)}
      help="A line each: mon-fri 09:00-17:30. An end before the beginning runs overnight."
    />
    <TextField
      name="country"
      label="Public holidays of"
      maxLength={2}
      initial={calendar?.country ?? ''}
      help="A country such as DE; empty: none."
    />
    <TextField
      name="region"
      label="Region"
      maxLength={10}
      initial={calendar?.region ?? ''}
      help="Such as BY, where the country has some."
    />
    <TextField
      name="holidays"
      label="Days off of your own"
      long
      initial={(calendar?.holidays ?? []).map(({ date, name }) => `${date} ${name}`).join('\n')}
      help="A line each: 2026-12-24 Christmas Eve."
    />
  </PreviewDialog>
);

const MakeDefault = ({ calendar, onDone }: { calendar: Calendar; onDone: () => void }) => (
  <PreviewDialog
    document={AssignCalendarDocument}
    trigger="Use for the desk"
    triggerClass="button small"
    title={`Use ${calendar.name} for the whole desk?`}
    lead="It counts wherever no tier, customer or queue has a calendar of its own."
    onDone={onDone}
    inputOf={() => ({ calendarId: calendar.id })}
  >
    {null}
  </PreviewDialog>
);

export const CalendarSettings = () => {
  const live = useLive(HoursDocument, {}, 'hours');
  return (
    <Panel title="Calendars" aside={<CalendarForm calendar={null} onDone={live.again} />}>
      <Answer live={live}>
        {({ calendars: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No calendar yet">Every hour counts until there is one.</Empty>
          ) : (
            <ul className="boxes">
              {nodes.map((one) => (
                <li key={one.id}>
                  <div className="box-head">
                    <h3>{one.name}</h3>
                    {one.isDefault && <span className="badge good">The desk’s</span>}
                  </div>
                  <pre className="lines">{openingLines(one.opening)}</pre>
                  <p className="faint">
                    {one.zone}, version {one.version}
                    {one.country !== null && `, holidays of ${one.country}`}
                    {one.holidays.length > 0 && `, ${one.holidays.length} days off`}
                  </p>
                  <div className="box-tools">
                    <CalendarForm calendar={one} onDone={live.again} />
                    {!one.isDefault && <MakeDefault calendar={one} onDone={live.again} />}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
