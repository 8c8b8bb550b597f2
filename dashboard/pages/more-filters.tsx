import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { useId, useMemo } from 'react';
import {
  type Find,
  isForCustomers,
  useFindChannels,
  useFindCustomers,
  useFindMembers,
  useFindQueues,
  useNamed,
} from '../api/find';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { LabelsDocument } from '../generated/graphql';
import { PickField } from '../ui/picker';
import { STATUS_WORDS, WAITING_WORDS } from '../ui/words';
import { type ListAsked, STATUSES, WAITING } from './list-filter';

type Filter =
  | 'assignee'
  | 'status'
  | 'waitingOn'
  | 'customer'
  | 'queue'
  | 'channel'
  | 'cause'
  | 'label';

const Select = (props: {
  label: string;
  any: string;
  value: string;
  choices: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string) => void;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{props.any}</option>
        {props.choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
};

const DateField = (props: {
  label: string;
  value: string;
  onChange: (instant: string) => void;
}) => {
  const id = useId();
  const day = props.value === '' ? '' : new Date(props.value).toLocaleDateString('sv-SE');
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type="date"
        value={day}
        onChange={({ target }) =>
          // Midnight where the reader is.
          props.onChange(target.value === '' ? '' : new Date(`${target.value}T00:00`).toISOString())
        }
      />
    </div>
  );
};

/** One of many, kept as an id in the address: what it is called is asked for. */
const Picked = (props: {
  label: string;
  none: string;
  value: string;
  find: Find;
  onChange: (value: string) => void;
}) => {
  const { label, none, value, find, onChange } = props;
  const isKnown = value === '' || value === NOBODY.value;
  const named = useNamed(isKnown ? null : value);
  const shown = value === '' ? null : isKnown ? NOBODY : { value, label: named?.label ?? '' };
  return (
    <PickField
      key={`${value} ${named?.label}`}
      {...{ label, none, find }}
      initial={shown}
      onChange={(chosen) => onChange(chosen?.value ?? '')}
    />
  );
};

const NOBODY = { value: 'none', label: 'Nobody’s' };

/** Whose it is; nobody’s are asked for by the same field. */
const useFindAssignees = (): Find => {
  const find = useFindMembers();
  return useMemo(
    () => async (typed) => [...(typed === '' ? [NOBODY] : []), ...(await find(typed))],
    [find],
  );
};

const MORE: readonly Filter[] = [
  'assignee',
  'status',
  'waitingOn',
  'customer',
  'queue',
  'channel',
  'cause',
  'label',
];

interface Asking {
  readonly asked: ListAsked;
  readonly change: (part: Partial<ListAsked>) => void;
}

/** What only those who see all tickets have use for. */
const StaffFilters = ({ asked, change }: Asking) => {
  const assignees = useFindAssignees();
  const customers = useFindCustomers();
  const queues = useFindQueues();
  const channels = useFindChannels(isForCustomers);
  return (
    <>
      <Picked
        label="Assignee"
        none="Anybody"
        value={asked.assignee}
        find={assignees}
        onChange={(assignee) => change({ assignee })}
      />
      <Picked
        label="Customer"
        none="Any"
        value={asked.customer}
        find={customers}
        onChange={(customer) => change({ customer })}
      />
      <Picked
        label="Queue"
        none="Any"
        value={asked.queue}
        find={queues}
        onChange={(queue) => change({ queue })}
      />
      <Picked
        label="Channel"
        none="Any"
        value={asked.channel}
        find={channels}
        onChange={(channel) => change({ channel })}
      />
    </>
  );
};

/** Every further way to narrow a list. */
export const MoreFilters = ({ asked, change }: Asking) => {
  const id = useId();
  const { isStaff } = useMay();
  const labels = useLive(LabelsDocument, { archived: null }, 'labels-all');
  const active = MORE.filter((name) => asked[name] !== '').length;
  return (
    <Popover.Root>
      <Popover.Trigger className="button" aria-keyshortcuts="f">
        <SlidersHorizontal size={15} aria-hidden="true" />
        {active === 0 ? 'More filters' : `More filters (${active})`}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={12}>
          <Popover.Popup className="popup more-filters">
            <Popover.Title className="popup-title">More filters</Popover.Title>
            {isStaff && <StaffFilters {...{ asked, change }} />}
            <Select
              label="Status"
              any="Any"
              value={asked.status}
              choices={STATUSES.map((one) => ({ value: one, label: STATUS_WORDS[one] }))}
              onChange={(status) => change({ status })}
            />
            <Select
              label="Waiting on"
              any="Anybody"
              value={asked.waitingOn}
              choices={WAITING.map((one) => ({ value: one, label: WAITING_WORDS[one] }))}
              onChange={(waitingOn) => change({ waitingOn })}
            />
            <Select
              label="Label"
              any="Any"
              value={asked.label}
              choices={(labels.data?.labels.nodes ?? []).map((one) => ({
                value: one.id,
                label: one.name,
              }))}
              onChange={(label) => change({ label })}
            />
            <div className="field">
              <label htmlFor={id}>Cause</label>
              <input
                id={id}
                defaultValue={asked.cause}
                maxLength={60}
                onBlur={({ target }) => change({ cause: target.value.trim() })}
                onKeyDown={({ key, currentTarget }) => {
                  if (key === 'Enter') change({ cause: currentTarget.value.trim() });
                }}
              />
            </div>
            <DateField
              label="Opened from"
              value={asked.openedFrom}
              onChange={(openedFrom) => change({ openedFrom })}
            />
            <DateField
              label="Opened before"
              value={asked.openedTo}
              onChange={(openedTo) => change({ openedTo })}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};
