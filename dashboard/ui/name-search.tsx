import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';

const TYPING_MS = 250;

/** Narrows a list to the names that hold what is typed. */
export const NameSearch = (props: {
  label: string;
  text: string;
  onChange: (text: string) => void;
  /** Whether `/` goes there. */
  withKey?: boolean;
}) => {
  const { label, text, onChange } = props;
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <div className="search">
      <Search size={16} aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder="Search by name"
        maxLength={120}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {props.withKey === true && <kbd>/</kbd>}
    </div>
  );
};
