import type { TypedDocumentNode } from '@urql/core';
import type { ReactNode } from 'react';
import { type Outcome, useChange } from '../api/use-change';
import { FormDialog } from './form-dialog';

/** A button, its form, and the one change that the form asks for. */
export const ChangeDialog = <Data extends Outcome, Input extends object>(props: {
  document: TypedDocumentNode<Data, { input: Input }>;
  trigger: ReactNode;
  triggerClass?: string;
  shortcut?: string;
  title: string;
  lead?: string;
  submit: string;
  danger?: boolean;
  /** Null: the form is not filled in yet. */
  inputOf: (form: FormData) => Input | null;
  onDone?: (data: Data) => void;
  children?: ReactNode;
}) => {
  const { document, inputOf, onDone, children, ...words } = props;
  const { run, refusals, isRunning, forget } = useChange(document);
  return (
    <FormDialog
      {...words}
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const input = inputOf(form);
        const data = input === null ? null : await run(input);
        if (data !== null) onDone?.(data);
        return data !== null;
      }}
    >
      {children}
    </FormDialog>
  );
};
