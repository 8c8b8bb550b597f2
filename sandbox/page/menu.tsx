import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

type Props = {
  readonly label: string;
  readonly caption: ReactNode;
  readonly className?: string;
  readonly listClassName?: string;
  readonly children: ReactNode;
};

/** A button that opens a small list of buttons; arrows move, Escape closes. */
export function Menu({ label, caption, className = '', listClassName = '', children }: Props) {
  const [open, setOpen] = useState(false);
  const [above, setAbove] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    buttonsIn(root.current)[1]?.focus();
    const leave = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [open]);

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items: (Element | null)[] = buttonsIn(root.current).slice(1);
    const at = items.indexOf(document.activeElement);
    const next = items[(at + step + items.length) % items.length];
    if (next instanceof HTMLElement) next.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside are caught here
    <span className="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => {
          const top = opener.current?.getBoundingClientRect().top ?? 0;
          setAbove(top > window.innerHeight * 0.6);
          setOpen(!open);
        }}
      >
        {caption}
      </button>
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a chosen item is a button, keys click it
        <span
          role="menu"
          aria-label={label}
          tabIndex={-1}
          className={`menu-list ${above ? 'above' : ''} ${listClassName}`}
          onClick={close}
        >
          {children}
        </span>
      )}
    </span>
  );
}

function buttonsIn(root: HTMLElement | null): HTMLButtonElement[] {
  return root ? [...root.querySelectorAll('button')] : [];
}
