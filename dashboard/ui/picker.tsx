import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Find } from '../api/find';
import type { Choice } from './fields';

const TYPING_MS = 200;

/** What fits what was typed: asked for when it opens, and again while somebody types. */
const useFound = (find: Find, chosen: readonly Choice[]) => {
  const [typed, setTyped] = useState<string | null>(null);
  const [found, setFound] = useState<readonly Choice[]>([]);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (typed === null) return;
    let isOver = false;
    setAsking(true);
    const show = (choices: readonly Choice[]): void => {
      if (isOver) return;
      setFound(choices);
      setAsking(false);
    };
    const timer = setTimeout(
      () => {
        find(typed).then(show, () => show([]));
      },
      typed === '' ? 0 : TYPING_MS,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [typed, find]);
  const missing = chosen.filter((one) => !found.some(({ value }) => value === one.value));
  return { items: [...found, ...missing], isAsking, setTyped };
};

const List = ({ isAsking }: { isAsking: boolean }) => (
  <Combobox.Portal>
    <Combobox.Positioner className="picker-place" sideOffset={4} collisionPadding={12}>
      <Combobox.Popup className="picker-popup" aria-busy={isAsking}>
        <Combobox.Empty>
          <span className="picker-empty">{isAsking ? 'Looking…' : 'Nothing fits.'}</span>
        </Combobox.Empty>
        <Combobox.List className="picker-list">
          {(one: Choice) => (
            <Combobox.Item key={one.value} value={one} className="picker-item">
              <span className="picker-mark">
                <Combobox.ItemIndicator>
                  <Check size={14} aria-hidden="true" />
                </Combobox.ItemIndicator>
              </span>
              <span className="picker-text">{one.label}</span>
              {one.note !== undefined && <span className="faint">{one.note}</span>}
            </Combobox.Item>
          )}
        </Combobox.List>
      </Combobox.Popup>
    </Combobox.Positioner>
  </Combobox.Portal>
);

const isSame = (one: Choice, other: Choice): boolean => one.value === other.value;

interface Shared {
  readonly label: string;
  readonly find: Find;
  /** The name of the field in its form. */
  readonly name?: string;
  readonly help?: string;
}

/** One of many: typed, then chosen. */
export const PickField = (
  props: Shared & {
    initial?: Choice | null;
    /** What stands there when nothing is chosen. */
    none: string;
    required?: boolean;
    isLabelHidden?: boolean;
    onChange?: (chosen: Choice | null) => void;
  },
) => {
  const { label, find, name, help, none, initial = null, required = false } = props;
  const id = useId();
  const [chosen, choose] = useState<Choice | null>(initial);
  const { items, isAsking, setTyped } = useFound(find, chosen === null ? [] : [chosen]);
  return (
    <div className="field">
      <label htmlFor={id} className={props.isLabelHidden === true ? 'unseen' : undefined}>
        {label}
      </label>
      <Combobox.Root
        items={items}
        filter={null}
        value={chosen}
        isItemEqualToValue={isSame}
        required={required}
        {...(name === undefined ? {} : { name })}
        onOpenChange={(isOpen, { reason }) => {
          // Whoever types opens it, too: what was typed is asked for then.
          if (isOpen && reason !== 'input-change') setTyped('');
        }}
        onInputValueChange={(text, { reason }) => {
          if (reason === 'input-change' || reason === 'input-clear') setTyped(text);
        }}
        onValueChange={(next) => {
          choose(next);
          props.onChange?.(next);
        }}
      >
        <Combobox.InputGroup className="picker">
          <Combobox.Input id={id} placeholder={none} className="picker-input" />
          <Combobox.Clear className="picker-button" aria-label="Clear">
            <X size={14} aria-hidden="true" />
          </Combobox.Clear>
          <Combobox.Trigger className="picker-button" aria-label="Show the choices">
            <ChevronsUpDown size={14} aria-hidden="true" />
          </Combobox.Trigger>
        </Combobox.InputGroup>
        <List isAsking={isAsking} />
      </Combobox.Root>
      {help !== undefined && <p className="faint">{help}</p>}
    </div>
  );
};

/** Several of many, in the order in which they were chosen; the form holds one entry for each. */
export const PickManyField = (props: Shared & { initial: readonly Choice[] }) => {
  const { label, find, name, help } = props;
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<Choice[]>([...props.initial]);
  const { items, isAsking, setTyped } = useFound(find, chosen);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Combobox.Root
        multiple
        items={items}
        filter={null}
        value={chosen}
        isItemEqualToValue={isSame}
        onOpenChange={(isOpen, { reason }) => {
          // Whoever types opens it, too: what was typed is asked for then.
          if (isOpen && reason !== 'input-change') setTyped('');
        }}
        onInputValueChange={(text, { reason }) => {
          if (reason === 'input-change' || reason === 'input-clear') setTyped(text);
        }}
        onValueChange={(next) => choose(next)}
      >
        <Combobox.InputGroup className="picker many" ref={anchor}>
          <Combobox.Chips className="picker-chips">
            {chosen.map((one) => (
              <Combobox.Chip key={one.value} className="picker-chip" aria-label={one.label}>
                {one.label}
                <Combobox.ChipRemove className="picker-button" aria-label={`Remove ${one.label}`}>
                  <X size={12} aria-hidden="true" />
                </Combobox.ChipRemove>
              </Combobox.Chip>
            ))}
            <Combobox.Input
              id={id}
              placeholder={chosen.length === 0 ? 'Nobody yet: type a name' : ''}
              className="picker-input"
            />
          </Combobox.Chips>
        </Combobox.InputGroup>
        <List isAsking={isAsking} />
      </Combobox.Root>
      {name !== undefined &&
        chosen.map(({ value }) => <input key={value} type="hidden" name={name} value={value} />)}
      {help !== undefined && <p className="faint">{help}</p>}
    </div>
  );
};
