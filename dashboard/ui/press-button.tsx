import type { TypedDocumentNode } from '@urql/core';
import type { ReactNode } from 'react';
import { type Outcome, useChange } from '../api/use-change';
import { useOffered } from '../api/viewer';
import { Refusals } from './refusals';

/** One press, no form. */
export const PressButton = <Data extends Outcome, Input extends object>(props: {
  document: TypedDocumentNode<Data, { input: Input }>;
  input: Input;
  className?: string;
  /** The key that presses it. */
  shortcut?: string;
  onDone?: (data: Data) => void;
  children: ReactNode;
}) => {
  const change = useChange(props.document);
  const isOffered = useOffered();
  if (!isOffered) return null;
  return (
    <>
      <button
        type="button"
        className={props.className ?? 'button'}
        aria-keyshortcuts={props.shortcut}
        disabled={change.isRunning}
        onClick={async () => {
          const data = await change.run(props.input);
          if (data !== null) props.onDone?.(data);
        }}
      >
        {props.children}
      </button>
      <Refusals of={change.refusals} />
    </>
  );
};
