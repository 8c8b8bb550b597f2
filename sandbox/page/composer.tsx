import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Attach } from './attach';
import { useRoom } from './room';
import { suggest } from './suggest';
import type { Upload } from './types';
import { asCommand, withMentions } from './words';

type Props = {
  readonly label: string;
  readonly onSend: (text: string, files: readonly Upload[]) => Promise<boolean>;
  readonly onCancel?: () => void;
  readonly first?: string;
  readonly verb?: string;
  readonly small?: boolean;
  readonly autoFocus?: boolean;
  readonly inThread?: boolean;
  readonly withFiles?: boolean;
};

/** The field one writes in: Enter sends, Shift+Enter makes a new line. */
export function Composer(props: Props) {
  const { label, onSend, onCancel, first = '', verb = 'Send', small = false } = props;
  const { workspace, me, channel, vendorSide, act, complain } = useRoom();
  const [typed, setTyped] = useState(first);
  const [caret, setCaret] = useState(first.length);
  const [picked, setPicked] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [sending, setSending] = useState(false);
  const [files, setFiles] = useState<readonly Upload[]>([]);
  const nothing = typed.trim() === '' && files.length === 0;
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const inChannel = workspace.people.filter(
    (person) => channel.members.length === 0 || channel.members.includes(person.id),
  );
  const commands = vendorSide && !props.inThread ? workspace.commands : [];
  const offers = dismissed ? [] : suggest(typed.slice(0, caret), inChannel, commands);
  const { autoFocus = false } = props;

  useEffect(() => {
    const area = field.current;
    if (!autoFocus || !area) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [autoFocus]);

  const change = (text: string, at: number) => {
    setTyped(text);
    setCaret(at);
    setPicked(0);
    setDismissed(false);
  };
  const take = (taken: string) => {
    const text = taken + typed.slice(caret);
    change(text, taken.length);
    field.current?.focus();
    // The caret can only be placed after the new text has been drawn.
    requestAnimationFrame(() => field.current?.setSelectionRange(taken.length, taken.length));
  };

  const deliver = async (): Promise<boolean> => {
    const command = asCommand(typed);
    if (!command) {
      return onSend(withMentions(typed.trim(), inChannel, workspace.channels), files);
    }
    const refusal = refuseCommand(command.command);
    if (refusal) {
      complain(refusal);
      return false;
    }
    return (await act({ kind: 'command', channel: channel.id, user: me.id, ...command })).ok;
  };
  const refuseCommand = (command: string): string | null => {
    if (!vendorSide) return 'Slash commands belong to the vendor’s workspace; customers have none.';
    if (props.inThread) return 'Slash commands work in the channel’s own field, not in threads.';
    const known = workspace.commands.some((item) => item.command === command);
    return known ? null : `${command} is not a command of this workspace.`;
  };
  const submit = async () => {
    if (sending || nothing) return;
    setSending(true);
    if (await deliver()) {
      change('', 0);
      setFiles([]);
    }
    setSending(false);
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const offer = offers[picked];
    if (event.key === 'Escape' && (offers.length > 0 || onCancel)) {
      event.stopPropagation();
      if (offers.length > 0) setDismissed(true);
      else onCancel?.();
    } else if (offer && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setPicked((picked + step + offers.length) % offers.length);
    } else if (offer && (event.key === 'Tab' || event.key === 'Enter')) {
      event.preventDefault();
      take(offer.taken);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };

  if (channel.archived) return <p className="quiet archived">This channel is archived.</p>;
  return (
    <form
      className={small ? 'composer small' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {offers.length > 0 && (
        <div className="offers" role="listbox" id={`${id}-offers`} aria-label="Suggestions">
          {offers.map((offer, index) => (
            <div
              key={offer.taken}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === picked}
              // Before the field loses its focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(offer.taken);
              }}
            >
              {offer.shown} <small>{offer.detail}</small>
            </div>
          ))}
        </div>
      )}
      {props.withFiles && <Attach files={files} onChange={setFiles} onRefusal={complain} />}
      <textarea
        ref={field}
        rows={Math.min(8, typed.split('\n').length + (typed.length > 90 ? 1 : 0))}
        value={typed}
        aria-label={label}
        placeholder={label}
        aria-controls={offers.length > 0 ? `${id}-offers` : undefined}
        aria-activedescendant={offers.length > 0 ? `${id}-${picked}` : undefined}
        onChange={({ target }) => change(target.value, target.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {onCancel && (
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      )}
      <button
        type="submit"
        className="button primary"
        disabled={sending || nothing}
        aria-busy={sending}
      >
        {verb}
      </button>
    </form>
  );
}
