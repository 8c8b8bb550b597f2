import { useId } from 'react';
import { Choose } from './choose';
import { label, text, toJson } from './json';
import { useSurface } from './surface';
import type { Choice, Json } from './types';

type Props = {
  readonly block: Json;
  readonly value: Choice;
  readonly error: string | undefined;
  readonly onChange: (value: Choice) => void;
};

const TEXT_FIELDS: { readonly [type: string]: string } = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  external_select: 'text',
};

/** One labelled field of a form, with its hint and its error. */
export function Field({ block, value, error, onChange }: Props) {
  const { press } = useSurface();
  const id = useId();
  const element = toJson(block.element);
  const type = text(element.type);
  const hint = label(block.hint);
  const blockId = text(block.block_id);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const isText = TEXT_FIELDS[type] !== undefined || type === 'rich_text_input';
  const choose = (next: Choice) => {
    onChange(next);
    // Only such blocks tell the app about a choice before the form is sent.
    if (block.dispatch_action === true && !isText) {
      void press({ blockId, actionId: text(element.action_id), selected: next });
    }
  };
  const shared = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error !== undefined,
    'aria-required': block.optional !== true,
    className: 'field',
    placeholder: label(element.placeholder),
    maxLength: typeof element.max_length === 'number' ? element.max_length : undefined,
    value: typeof value === 'string' ? value : '',
  };
  return (
    <div className="form-field" data-block={blockId}>
      <label htmlFor={id}>
        {label(block.label)}
        {block.optional === true && <small> (optional)</small>}
      </label>
      {isText && (element.multiline === true || type === 'rich_text_input') ? (
        <textarea {...shared} rows={4} onChange={({ target }) => onChange(target.value)} />
      ) : isText ? (
        <input
          {...shared}
          type={TEXT_FIELDS[type]}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : type === 'file_input' ? (
        <p className="quiet">Files cannot be chosen in the local workspace.</p>
      ) : (
        <Choose
          element={element}
          id={id}
          name={label(block.label)}
          value={value}
          describedBy={described || undefined}
          invalid={error !== undefined}
          onChange={choose}
        />
      )}
      {hint && (
        <p id={`${id}-hint`} className="quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
