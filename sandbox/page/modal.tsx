import { useEffect, useId, useRef, useState } from 'react';
import { Blocks } from './blocks';
import { initialChoice } from './control';
import { Field } from './field';
import { Icon } from './icon';
import { label, text, toJson } from './json';
import { type Surface, SurfaceProvider, useSurface } from './surface';
import type { Act, ActResult, Choice, FormValues, Json, View } from './types';

type Props = {
  readonly view: View;
  readonly userId: string;
  readonly act: (act: Act) => Promise<ActResult>;
  readonly problem: string;
};

/** A form the app opened for one person, over that person's side of the page. */
export function Modal({ view, userId, act, problem }: Props) {
  const [touched, setTouched] = useState<FormValues>({});
  const [errors, setErrors] = useState<{ readonly [blockId: string]: string }>({});
  const [busy, setBusy] = useState(false);
  // A new object per failed attempt: the focus moves then, and never while somebody types.
  const [wrong, setWrong] = useState<{ blockId: string } | null>(null);
  const box = useRef<HTMLFormElement>(null);
  const titleId = useId();
  const remember = (blockId: string, actionId: string, value: Choice) =>
    setTouched((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } }));
  const surface = useFormSurface(remember, () => formValues(view, touched));
  const shownErrors = { ...view.errors, ...errors };

  useEffect(() => {
    const back = document.activeElement;
    return () => {
      // The opener lies under an inert layer until this render is done.
      requestAnimationFrame(() => {
        if (back instanceof HTMLElement && back.isConnected) back.focus();
      });
    };
  }, []);
  useEffect(() => {
    const form = box.current;
    if (!form) return;
    const start = wrong && form.querySelector(`[data-block="${CSS.escape(wrong.blockId)}"]`);
    const target = (start || form.querySelector('.form-body'))?.querySelector(FOCUSABLE);
    const fallback = form.querySelector('.dialog-buttons button');
    const found = target ?? fallback;
    if (found instanceof HTMLElement) found.focus();
  }, [wrong]);

  const close = () => void act({ kind: 'closeForm', user: userId, viewId: view.id });
  const show = (found: { readonly [blockId: string]: string }) => {
    setErrors(found);
    const blockId = view.blocks.map((block) => text(block.block_id)).find((id) => found[id]);
    if (blockId) setWrong({ blockId });
  };
  const submit = async () => {
    const missing = missingFields(view, touched);
    show(missing);
    if (Object.keys(missing).length > 0 || busy) return;
    setBusy(true);
    const values = formValues(view, touched);
    const result = await act({ kind: 'submitForm', user: userId, viewId: view.id, values });
    setBusy(false);
    if (result.ok) show(result.errors);
  };

  return (
    <div className="veil">
      <form
        ref={box}
        className="modal"
        role="dialog"
        aria-labelledby={titleId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        <header>
          <h2 id={titleId}>{view.title}</h2>
          <button type="button" className="tool" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="form-body">
          <SurfaceProvider value={surface}>
            {view.blocks.map((block) =>
              block.type === 'input' ? (
                <Field
                  key={text(block.block_id)}
                  block={block}
                  value={valueIn(block, touched)}
                  error={shownErrors[text(block.block_id)]}
                  onChange={(value) => {
                    remember(text(block.block_id), text(toJson(block.element).action_id), value);
                    const { [text(block.block_id)]: _, ...rest } = errors;
                    setErrors(rest);
                  }}
                />
              ) : (
                <Blocks key={text(block.block_id)} blocks={[block]} />
              ),
            )}
          </SurfaceProvider>
        </div>
        {(problem || view.trouble) && (
          <p className="problem" role="alert">
            {problem || view.trouble}
          </p>
        )}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            {view.close ?? 'Close'}
          </button>
          {view.submit && (
            <button type="submit" className="button primary" aria-busy={busy} disabled={busy}>
              {view.submit}
            </button>
          )}
        </div>
      </form>
    </div>
  );
}

const FOCUSABLE = 'input, textarea, select, button';

/** A choice made in a form's action row is also part of the form's state. */
function useFormSurface(
  remember: (blockId: string, actionId: string, value: Choice) => void,
  values: () => FormValues,
): Surface {
  const outer = useSurface();
  return {
    ...outer,
    press: (press) => {
      if (press.selected !== undefined) remember(press.blockId, press.actionId, press.selected);
      return outer.press({ ...press, values: values() });
    },
  };
}

function valueIn(block: Json, touched: FormValues): Choice {
  const element = toJson(block.element);
  return touched[text(block.block_id)]?.[text(element.action_id)] ?? initialChoice(element);
}

/** Slack itself refuses an empty field that is not optional, before the app hears of it. */
function missingFields(view: View, touched: FormValues): { [id: string]: string } {
  const missing: { [id: string]: string } = {};
  for (const block of view.blocks) {
    if (block.type !== 'input' || block.optional === true) continue;
    const value = valueIn(block, touched);
    if (typeof value === 'string' ? value.trim() === '' : value.length === 0) {
      missing[text(block.block_id)] = `Please fill in “${label(block.label)}”.`;
    }
  }
  return missing;
}

function formValues(view: View, touched: FormValues): FormValues {
  const values: FormValues = {};
  for (const block of view.blocks) {
    const blockId = text(block.block_id);
    // What was chosen in a block that an update took away is no part of the form any more.
    const chosen = { ...touched[blockId] };
    if (block.type === 'input') {
      const value = valueIn(block, touched);
      if (value.length > 0) chosen[text(toJson(block.element).action_id)] = value;
    }
    if (Object.keys(chosen).length > 0) values[blockId] = chosen;
  }
  return values;
}
