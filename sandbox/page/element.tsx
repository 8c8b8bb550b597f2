import { useId, useState } from 'react';
import { Choose } from './choose';
import { ConfirmDialog } from './confirm-dialog';
import { initialChoice, optionsOf } from './control';
import { Icon } from './icon';
import { isJson, label, text } from './json';
import { Menu } from './menu';
import { useSurface } from './surface';
import type { Choice, Json, Press } from './types';

/** True for an element a person can act on (an image accessory, for one, is not). */
export function isInteractive(element: Json): boolean {
  const type = text(element.type);
  return type !== '' && type !== 'image';
}

/** A button, menu, select or picker inside a message, a home tab or a form's action row. */
export function ActionElement({ element, blockId }: { element: Json; blockId: string }) {
  const { press } = useSurface();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [asking, setAsking] = useState<Press | null>(null);
  const type = text(element.type);
  const base = { blockId, actionId: text(element.action_id) };

  const act = async (what: Press) => {
    setAsking(null);
    setBusy(true);
    const result = await press(what);
    setBusy(false);
    // The message is the truth: a choice the desk did not take must not stay on screen.
    if (!result.ok) setChosen(null);
  };
  const start = (what: Press) => {
    if (isJson(element.confirm)) setAsking(what);
    else void act(what);
  };

  return (
    <>
      {type === 'button' || type === 'workflow_button' ? (
        <ActionButton
          element={element}
          busy={busy}
          onPress={(value) => start({ ...base, ...value })}
        />
      ) : type === 'overflow' ? (
        <Menu label="More" className="button overflow" caption={<Icon name="more" />}>
          {optionsOf(element).map((option) => (
            <button
              key={option.value}
              type="button"
              role="menuitem"
              onClick={() => {
                if (option.url) window.open(option.url, '_blank', 'noopener');
                start({ ...base, selected: option.value });
              }}
            >
              {option.label}
            </button>
          ))}
        </Menu>
      ) : (
        <Choose
          element={element}
          id={id}
          name={label(element.placeholder) || 'Choose'}
          value={chosen ?? initialChoice(element)}
          disabled={busy}
          onChange={(value) => {
            setChosen(value);
            start({ ...base, selected: value });
          }}
        />
      )}
      {asking && isJson(element.confirm) && (
        <ConfirmDialog
          title={label(element.confirm.title)}
          body={label(element.confirm.text)}
          yes={label(element.confirm.confirm) || 'Yes'}
          no={label(element.confirm.deny) || 'Cancel'}
          danger={element.confirm.style === 'danger'}
          onYes={() => void act(asking)}
          onNo={() => {
            setAsking(null);
            setChosen(null);
          }}
        />
      )}
    </>
  );
}

function ActionButton(props: {
  element: Json;
  busy: boolean;
  onPress: (value: { value?: string }) => void;
}) {
  const { element } = props;
  const style = text(element.style);
  const value = text(element.value);
  const url = text(element.url);
  return (
    <button
      type="button"
      className={`button ${style}`}
      aria-label={text(element.accessibility_label) || undefined}
      aria-busy={props.busy}
      // Not `disabled`: that would drop the focus, and a form could not give it back.
      aria-disabled={props.busy}
      onClick={() => {
        if (props.busy) return;
        if (url) window.open(url, '_blank', 'noopener');
        props.onPress(value ? { value } : {});
      }}
    >
      {label(element.text)}
    </button>
  );
}
