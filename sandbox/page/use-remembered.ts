import { useState } from 'react';

/** State that survives a reload; a browser that forbids storage simply forgets. */
export function useRemembered(key: string, first: string): [string, (value: string) => void] {
  const name = `threadkeeper.sandbox.${key}`;
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(name) ?? first;
    } catch {
      return first;
    }
  });
  const remember = (next: string) => {
    setValue(next);
    try {
      localStorage.setItem(name, next);
    } catch {
      // Nothing depends on it.
    }
  };
  return [value, remember];
}
