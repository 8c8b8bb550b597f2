import { useId } from 'react';

export const TextField = (props: {
  name: string;
  label: string;
  long?: boolean;
  required?: boolean;
  maxLength?: number;
  type?: 'text' | 'number' | 'datetime-local' | 'email';
  initial?: string;
  min?: string;
  help?: string;
}) => {
  const id = useId();
  const { name, label, long, help, initial, type, ...rest } = props;
  const shared = {
    id,
    name,
    defaultValue: initial,
    ...(help && { 'aria-describedby': `${id}-help` }),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {long === true ? (
        <textarea {...shared} {...rest} rows={5} />
      ) : (
        <input {...shared} {...rest} type={type ?? 'text'} autoComplete="off" />
      )}
      {help !== undefined && (
        <p id={`${id}-help`} className="faint">
          {help}
        </p>
      )}
    </div>
  );
};

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What to know before choosing it. */
  readonly note?: string;
}

export const ChoiceField = (props: {
  name: string;
  label: string;
  choices: readonly Choice[];
  initial?: string;
  help?: string;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} name={props.name} defaultValue={props.initial}>
        {props.choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      {props.help !== undefined && <p className="faint">{props.help}</p>}
    </div>
  );
};

/** Several of a few. */
export const ManyField = (props: {
  name: string;
  label: string;
  choices: readonly Choice[];
  initial: readonly string[];
}) => (
  <fieldset className="field days">
    <legend>{props.label}</legend>
    {props.choices.map((one) => (
      <label key={one.value}>
        <input
          type="checkbox"
          name={props.name}
          value={one.value}
          defaultChecked={props.initial.includes(one.value)}
        />{' '}
        {one.label}
      </label>
    ))}
  </fieldset>
);
