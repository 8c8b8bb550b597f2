import { useEffect } from 'react';
import { isCommand } from '../use-keys';

/** What leads from a row to what it is about. */
const ROW_LINK = 'a.row-link, td:first-child > a.named';

const step = (by: 1 | -1): void => {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(ROW_LINK)];
  const at = links.findIndex((one) => one.isSameNode(document.activeElement));
  const next = at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
};

const pick = (): void => {
  const box = document.activeElement?.closest('tr')?.querySelector('input[type="checkbox"]');
  if (box instanceof HTMLElement) box.click();
};

/** j and k walk the rows, x picks one, / goes to the search. Enter follows the focused link. */
export const useListKeys = (): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isCommand(event)) return;
      // Arrows scroll the page until somebody walks the rows.
      const isWalking = document.activeElement?.matches(ROW_LINK) === true;
      if (event.key === 'j' || (isWalking && event.key === 'ArrowDown')) step(1);
      else if (event.key === 'k' || (isWalking && event.key === 'ArrowUp')) step(-1);
      else if (event.key === 'x' && isWalking) pick();
      else if (event.key === '/')
        document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
