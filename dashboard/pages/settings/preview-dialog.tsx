import type { TypedDocumentNode } from '@urql/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useChange } from '../../api/use-change';
import type { RecountedFragment, RefusalFragment } from '../../generated/graphql';
import { FormDialog, textOf } from '../../ui/form-dialog';
import { notUnderstood } from '../../ui/refusals';
import { instantWords, inWords } from '../../ui/words';

interface Recounting {
  readonly outcome: {
    readonly errors: readonly RefusalFragment[];
    readonly recomputed: RecountedFragment | null;
  };
}

const due = (at: string | null): string => (at === null ? 'none' : instantWords(at));

/** Which open tickets would be due at another time. */
const Preview = ({ of }: { of: RecountedFragment }) => (
  <div className="preview" role="status">
    {of.tickets === 0 ? (
      <p>No open ticket would be reckoned anew.</p>
    ) : (
      <p>
        {of.tickets === 1 ? 'One open ticket' : `${of.tickets} open tickets`} would be reckoned anew
        {of.changes.length === 0 ? ', and none would be due at another time.' : ':'}
      </p>
    )}
    <ul>
      {of.changes.map((one) => (
        <li key={`${one.ticketNumber} ${one.measure}`}>
          <Link href={`/tickets/${one.ticketNumber}`}>#{one.ticketNumber}</Link>{' '}
          {inWords(one.measure).toLowerCase()}: {due(one.dueBefore)} → {due(one.dueAfter)}
          {one.stateBefore !== one.stateAfter && ` (${inWords(one.stateAfter).toLowerCase()})`}
        </li>
      ))}
    </ul>
    {of.truncated && <p className="faint">The rest is not shown.</p>}
  </div>
);

/** A form that first says what it would do to open tickets, then does it. */
export const PreviewDialog = <
  Data extends Recounting,
  Input extends { readonly dryRun?: boolean | null | undefined },
>(props: {
  document: TypedDocumentNode<Data, { input: Input }>;
  trigger: ReactNode;
  triggerClass?: string;
  title: string;
  lead?: string;
  /** Text: what cannot be understood. */
  inputOf: (form: FormData) => Input | string;
  onDone: () => void;
  children: ReactNode;
}) => {
  const { document, inputOf, onDone, children, ...words } = props;
  const { run, refusals, isRunning, forget } = useChange(document);
  const [preview, setPreview] = useState<RecountedFragment | null>(null);
  const [unclear, setUnclear] = useState<string | null>(null);
  const told: readonly RefusalFragment[] = unclear === null ? refusals : [notUnderstood(unclear)];
  return (
    <FormDialog
      {...words}
      submit="Save"
      preview="Preview"
      refusals={told}
      isRunning={isRunning}
      onOpen={() => {
        forget();
        setPreview(null);
        setUnclear(null);
      }}
      onSubmit={async (form) => {
        const input = inputOf(form);
        setUnclear(typeof input === 'string' ? input : null);
        if (typeof input === 'string') return false;
        const dryRun = textOf(form, 'intent') === 'preview';
        const data = await run({ ...input, dryRun });
        setPreview(dryRun ? (data?.outcome.recomputed ?? null) : null);
        if (data === null || dryRun) return false;
        onDone();
        return true;
      }}
    >
      {children}
      {preview !== null && <Preview of={preview} />}
    </FormDialog>
  );
};
