import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { useId } from 'react';
import { useQuery } from 'urql';
import { ListChoicesDocument } from '../generated/graphql';
import { STATUS_WORDS, WAITING_WORDS } from '../ui/words';
import { type ListAsked, STATUSES, WAITING } from './list-filter';

type Filter = 'status' | 'waitingOn' | 'customer' | 'queue' | 'channel' | 'cause';

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

const MORE: readonly Filter[] = ['status', 'waitingOn', 'customer', 'queue', 'channel', 'cause'];

/** Every further way to narrow a list. */
export const MoreFilters = (props: {
  asked: ListAsked;
  change: (part: Partial<ListAsked>) => void;
}) => {
  const { asked, change } = props;
  const id = useId();
  const [{ data }] = useQuery({ query: ListChoicesDocument, requestPolicy: 'cache-first' });
  const named = (nodes: readonly { id: string; name: string }[] | undefined, mark = '') =>
    (nodes ?? []).map((one) => ({ value: one.id, label: `${mark}${one.name}` }));
  const active = MORE.filter((name) => asked[name] !== '').length;
  return (
    <Popover.Root>
      <Popover.Trigger className="button">
        <SlidersHorizontal size={15} aria-hidden="true" />
        {active === 0 ? 'More filters' : `More filters (${active})`}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={12}>
          <Popover.Popup className="popup more-filters">
            <Popover.Title className="popup-title">More filters</Popover.Title>
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
              label="Customer"
              any="Any"
              value={asked.customer}
              choices={named(data?.customers.nodes)}
              onChange={(customer) => change({ customer })}
            />
            <Select
              label="Queue"
              any="Any"
              value={asked.queue}
              choices={named(data?.queues.nodes)}
              onChange={(queue) => change({ queue })}
            />
            <Select
              label="Channel"
              any="Any"
              value={asked.channel}
              choices={named(
                data?.channels.nodes.filter(({ kind }) => kind === 'CUSTOMER'),
                '#',
              )}
              onChange={(channel) => change({ channel })}
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
