import { Lock, Send } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useSignedIn } from '../api/session';
import { useChange } from '../api/use-change';
import { AddNoteDocument, ReplyToTicketDocument } from '../generated/graphql';
import { Refusals } from '../ui/refusals';
import { isCommand } from '../use-keys';

/** Two verbs that cannot be mistaken for each other: one reaches the customer, one never does. */
export const Composer = ({ ticketId, onDone }: { ticketId: string; onDone: () => void }) => {
  const id = useId();
  const { memberId } = useSignedIn();
  const [isNote, setNote] = useState(false);
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const reply = useChange(ReplyToTicketDocument);
  const note = useChange(AddNoteDocument);
  const { run, refusals, isRunning } = isNote ? note : reply;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isCommand(event) || (event.key !== 'r' && event.key !== 'n')) return;
      event.preventDefault();
      setNote(event.key === 'n');
      box.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const send = async (): Promise<void> => {
    if (text.trim() === '' || isRunning) return;
    const speaker = memberId === null ? {} : { memberId };
    if ((await run({ ticketId, text, ...speaker })) === null) return;
    setText('');
    onDone();
  };

  return (
    <form
      className={`composer ${isNote ? 'note' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset className="segments">
        <legend className="unseen">What to write</legend>
        <label>
          <input
            type="radio"
            name={`${id}-kind`}
            checked={!isNote}
            onChange={() => setNote(false)}
          />
          Reply <kbd>r</kbd>
        </label>
        <label>
          <input type="radio" name={`${id}-kind`} checked={isNote} onChange={() => setNote(true)} />
          Note <kbd>n</kbd>
        </label>
      </fieldset>
      <label htmlFor={id} className="unseen">
        {isNote ? 'Note for the team' : 'Reply to the customer'}
      </label>
      <textarea
        id={id}
        ref={box}
        rows={4}
        maxLength={30_000}
        placeholder={
          isNote ? 'Only the team reads this' : 'The customer reads this in their thread'
        }
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
        }}
      />
      <Refusals of={refusals} />
      <div className="composer-foot">
        <span className="faint">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
        </span>
        <button type="submit" className="button primary" disabled={isRunning || text.trim() === ''}>
          {isNote ? <Lock size={15} aria-hidden="true" /> : <Send size={15} aria-hidden="true" />}
          {isNote ? 'Add note' : 'Send to customer'}
        </button>
      </div>
    </form>
  );
};
