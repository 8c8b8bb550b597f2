import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { dayWords } from '../ui/words';
import type { ListAsked } from './list-filter';

const TYPING_MS = 300;

export const SearchBox = (props: { text: string; onChange: (text: string) => void }) => {
  const { onChange } = props;
  const [typed, setTyped] = useState(props.text);
  const told = useRef(props.text);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed.trim());
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <div className="search">
      <Search size={16} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search tickets"
        placeholder="Search what was written"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <kbd>/</kbd>
    </div>
  );
};

const chipsOf = (asked: ListAsked): { label: string; without: Partial<ListAsked> }[] => {
  const chips: { label: string; without: Partial<ListAsked> }[] = [];
  if (asked.openedFrom !== '')
    chips.push({
      label: `Opened ${dayWords(asked.openedFrom)}${asked.openedTo === '' ? ' or later' : ` to ${dayWords(asked.openedTo)}`}`,
      without: { openedFrom: '', openedTo: '' },
    });
  if (asked.since !== '')
    chips.push({ label: `Solved since ${dayWords(asked.since)}`, without: { since: '' } });
  if (asked.after !== '' || asked.before !== '')
    chips.push({ label: 'One band of waiting time', without: { after: '', before: '' } });
  if (asked.answered !== '')
    chips.push({ label: 'All messages answered', without: { answered: '' } });
  return chips;
};

/** What else narrows a list, each with the way to drop it. */
export const Extra = ({
  asked,
  change,
}: {
  asked: ListAsked;
  change: (part: Partial<ListAsked>) => void;
}) => {
  const chips = chipsOf(asked);
  if (chips.length === 0) return null;
  return (
    <div className="chips">
      {chips.map((chip) => (
        <button
          key={chip.label}
          type="button"
          className="chip"
          onClick={() => change(chip.without)}
        >
          {chip.label}
          <X size={13} aria-hidden="true" />
          <span className="unseen">Remove this filter</span>
        </button>
      ))}
    </div>
  );
};
