import { useEffect, useId, useRef } from 'react';

type Props = {
  readonly title: string;
  readonly body: string;
  readonly yes: string;
  readonly no: string;
  readonly danger: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
};

/** Asks once more before something is done. */
export function ConfirmDialog({ title, body, yes, no, danger, onYes, onNo }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="confirm"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onCancel={(event) => {
        event.preventDefault();
        onNo();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-body`}>{body}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" className={`button ${danger ? 'danger' : 'primary'}`} onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
