import { useEffect, useId, useRef } from 'react';
import { CardView } from './card-view';
import { Icon } from './icon';
import type { Act, ActResult, Json, View } from './types';

type Props = {
  readonly view: View;
  readonly card: Json;
  readonly userId: string;
  readonly act: (act: Act) => Promise<ActResult>;
  readonly problem: string;
};

/** A dialog (task module) the app opened for one person: a card with a frame around it. */
export function CardDialog({ view, card, userId, act, problem }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const close = () => void act({ kind: 'closeForm', user: userId, viewId: view.id });

  useEffect(() => {
    const field = box.current?.querySelector('.form-body input, .form-body textarea, select');
    if (field instanceof HTMLElement) field.focus();
  }, []);

  return (
    <div className="veil">
      <div
        ref={box}
        className="modal"
        role="dialog"
        aria-labelledby={titleId}
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
          <CardView
            card={card}
            onPress={(button, inputs) =>
              void act({ kind: 'submitCard', viewId: view.id, user: userId, button, inputs })
            }
          />
        </div>
        {(problem || view.trouble) && (
          <p className="problem" role="alert">
            {problem || view.trouble}
          </p>
        )}
      </div>
    </div>
  );
}
