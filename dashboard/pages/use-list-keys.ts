import { useEffect } from 'react';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

const step = (by: 1 | -1): void => {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a.row-link')];
  const at = links.findIndex((one) => one.isSameNode(document.activeElement));
  const next = at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
};

/** j and k walk the rows, / goes to the search. Enter follows the focused link by itself. */
export const useListKeys = (): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      // Arrows scroll the page until somebody walks the rows.
      const isWalking = document.activeElement?.matches('a.row-link') === true;
      if (event.key === 'j' || (isWalking && event.key === 'ArrowDown')) step(1);
      else if (event.key === 'k' || (isWalking && event.key === 'ArrowUp')) step(-1);
      else if (event.key === '/') document.getElementById('ticket-search')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
