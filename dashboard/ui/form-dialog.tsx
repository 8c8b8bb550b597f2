import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useOffered } from '../api/viewer';
import type { RefusalFragment } from '../generated/graphql';
import { Refusals } from './refusals';

/** A button that opens a form, which stays open until the desk has said yes. */
export const FormDialog = (props: {
  trigger: ReactNode;
  triggerClass?: string;
  /** The key that presses the button. */
  shortcut?: string;
  title: string;
  lead?: string;
  submit: string;
  /** A second way to send it off: the form then says `intent` `preview`. */
  preview?: string;
  danger?: boolean;
  refusals: readonly RefusalFragment[];
  isRunning: boolean;
  onOpen: () => void;
  /** True: done, the form may close. */
  onSubmit: (form: FormData) => Promise<boolean>;
  children: ReactNode;
}) => {
  const [isOpen, setOpen] = useState(false);
  const isOffered = useOffered();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent : {};
    const form = new FormData(event.currentTarget, submitter ?? null);
    if (await props.onSubmit(form)) setOpen(false);
  };
  if (!isOffered) return null;
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (open) props.onOpen();
        setOpen(open);
      }}
    >
      <Dialog.Trigger className={props.triggerClass ?? 'button'} aria-keyshortcuts={props.shortcut}>
        {props.trigger}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">{props.title}</Dialog.Title>
          {props.lead !== undefined && (
            <Dialog.Description className="lead">{props.lead}</Dialog.Description>
          )}
          <form onSubmit={submit}>
            {props.children}
            <Refusals of={props.refusals} />
            <div className="dialog-foot">
              <Dialog.Close className="button">Cancel</Dialog.Close>
              {props.preview !== undefined && (
                <button
                  type="submit"
                  name="intent"
                  value="preview"
                  className="button"
                  disabled={props.isRunning}
                >
                  {props.preview}
                </button>
              )}
              <button
                type="submit"
                className={`button ${props.danger === true ? 'danger' : 'primary'}`}
                disabled={props.isRunning}
              >
                {props.isRunning ? 'Sending…' : props.submit}
              </button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

/** What a field of a form holds; empty when it is absent. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
