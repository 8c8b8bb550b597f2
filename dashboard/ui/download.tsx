import { Download as Arrow } from 'lucide-react';
import { useState } from 'react';
import { readSession } from '../api/session';

/** Spreadsheets take a table for UTF-8 only when it begins with this. */
const MARK = '\ufeff';

const save = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href));
};

/** Saves what an address of `/export` says as a table; the address takes no link without a header. */
export const Download = (props: {
  what: 'tickets' | 'metrics';
  asked: Readonly<Record<string, unknown>>;
  label: string;
}) => {
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  const run = async (): Promise<void> => {
    setState('running');
    try {
      const asked = Object.entries(props.asked).map(([name, value]) => [
        name,
        JSON.stringify(value),
      ]);
      const response = await fetch(
        `/export/${props.what}.csv?${new URLSearchParams(Object.fromEntries(asked))}`,
        { headers: { authorization: `Bearer ${readSession()?.token ?? ''}` } },
      );
      if (!response.ok) throw new Error(response.statusText);
      const day = new Date().toISOString().slice(0, 10);
      save(new Blob([MARK, await response.blob()]), `${props.what}-${day}.csv`);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={state === 'running'}
        onClick={() => void run()}
      >
        <Arrow size={15} aria-hidden="true" /> {props.label}
      </button>
      <span className="unseen" aria-live="polite">
        {state === 'running' ? 'The file is being written.' : ''}
      </span>
      {state === 'failed' && <span role="alert">Not saved. Try again in a minute.</span>}
    </>
  );
};
