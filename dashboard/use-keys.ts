import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useMay } from './api/viewer';
import { PLACES } from './places';

/** How long after `g` the second key counts. */
const SECOND_MS = 1_500;

/** A plain key that nobody types into something, and no dialog is open. */
export const isCommand = (event: KeyboardEvent): boolean =>
  !(event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) &&
  !(
    event.target instanceof HTMLElement &&
    event.target.matches('input, textarea, select, [contenteditable]')
  ) &&
  document.querySelector('[role="dialog"]') === null;

/**
 * `g` and a letter goes somewhere; every other key presses the button that names it as its
 * shortcut: what is not on the page cannot be pressed.
 */
export const useKeys = (): void => {
  const [, go] = useLocation();
  const may = useMay();
  const wentAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isCommand(event)) return;
      const isSecond = Date.now() - wentAt.current < SECOND_MS;
      wentAt.current = event.key === 'g' ? Date.now() : 0;
      if (event.key === 'g') return;
      if (isSecond) {
        const place = PLACES.find(({ key, isFor }) => key === event.key && isFor(may));
        if (place === undefined) return;
        event.preventDefault();
        go(place.href);
        return;
      }
      const shortcut = CSS.escape(event.key);
      const button = document.querySelector(`[aria-keyshortcuts="${shortcut}"]`);
      if (!(button instanceof HTMLElement)) return;
      event.preventDefault();
      button.click();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go, may]);
};
