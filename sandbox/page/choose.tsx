import {
  fromLocalField,
  groupsOf,
  isMany,
  type Option,
  type OptionGroup,
  optionsOf,
  toLocalField,
} from './control';
import { label, text } from './json';
import { useSurface } from './surface';
import type { Choice, Json } from './types';

type Props = {
  readonly element: Json;
  readonly value: Choice;
  readonly onChange: (value: Choice) => void;
  readonly id: string;
  readonly name: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
};

const DATE_FIELDS: { readonly [type: string]: string } = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Every element in which one chooses: selects, dates, radio buttons and checkboxes. */
export function Choose(props: Props) {
  const { element } = props;
  const type = text(element.type);
  const groups = useGroups(element);
  if (type === 'radio_buttons' || isMany(element)) {
    return <Ticks {...props} options={groups.flatMap((group) => group.options)} />;
  }
  if (DATE_FIELDS[type]) return <DateField {...props} />;
  return <Select {...props} groups={groups} />;
}

/** Users and channels come from the workspace, all other options from the element. */
function useGroups(element: Json): OptionGroup[] {
  const { people, channels } = useSurface();
  const type = text(element.type);
  const named = (value: string, label: string): Option => ({
    value,
    label,
    description: '',
    url: null,
  });
  if (type.endsWith('users_select')) {
    const humans = people.filter((person) => !person.bot);
    return [{ label: '', options: humans.map(({ id, handle }) => named(id, handle)) }];
  }
  if (type.endsWith('channels_select') || type.endsWith('conversations_select')) {
    return [{ label: '', options: channels.map(({ id, name }) => named(id, `#${name}`)) }];
  }
  if (type === 'radio_buttons' || type === 'checkboxes') {
    return [{ label: '', options: optionsOf(element) }];
  }
  return groupsOf(element);
}

function Select(props: Props & { groups: readonly OptionGroup[] }) {
  const { element, value, onChange, groups } = props;
  const placeholder = label(element.placeholder) || 'Choose…';
  return (
    <select
      id={props.id}
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid}
      disabled={props.disabled}
      className={value === '' ? 'select unset' : 'select'}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{placeholder}</option>
      {groups.map((group) =>
        group.label === '' ? (
          group.options.map((option) => <OneOption key={option.value} option={option} />)
        ) : (
          <optgroup key={group.label} label={group.label}>
            {group.options.map((option) => (
              <OneOption key={option.value} option={option} />
            ))}
          </optgroup>
        ),
      )}
    </select>
  );
}

function OneOption({ option }: { option: Option }) {
  return <option value={option.value}>{option.label}</option>;
}

function Ticks(props: Props & { options: readonly Option[] }) {
  const { value, onChange, options } = props;
  const many = isMany(props.element);
  const chosen = typeof value === 'string' ? [value] : value;
  const toggle = (option: string, on: boolean) => {
    if (!many) return onChange(option);
    return onChange(on ? [...chosen, option] : chosen.filter((item) => item !== option));
  };
  return (
    <fieldset className="ticks" aria-describedby={props.describedBy} disabled={props.disabled}>
      <legend className="unseen">{props.name}</legend>
      {options.map((option, index) => (
        <label key={option.value}>
          <input
            id={index === 0 ? props.id : undefined}
            type={many ? 'checkbox' : 'radio'}
            name={props.id}
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option.value, event.target.checked)}
          />
          <span>
            {option.label}
            {option.description && <small>{option.description}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function DateField(props: Props) {
  const { value, onChange } = props;
  const type = text(props.element.type);
  const withTime = type === 'datetimepicker';
  const plain = typeof value === 'string' ? value : '';
  return (
    <input
      id={props.id}
      type={DATE_FIELDS[type] ?? 'date'}
      className="field"
      aria-label={props.name}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid}
      disabled={props.disabled}
      value={withTime ? toLocalField(plain) : plain}
      onChange={({ target }) => onChange(withTime ? fromLocalField(target.value) : target.value)}
    />
  );
}
