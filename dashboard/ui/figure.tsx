import { Popover } from '@base-ui/react/popover';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { instantWords } from './words';

export interface Meaning {
  readonly text: string;
  readonly asOf?: string | null;
}

/** What a number means: on hover, on focus and by touch. */
export const Definition = ({ of, meaning }: { of: string; meaning: Meaning }) => (
  <Popover.Root>
    <Popover.Trigger className="explain" openOnHover delay={150} aria-label={`What “${of}” means`}>
      <Info size={14} aria-hidden="true" />
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner sideOffset={6} collisionPadding={12}>
        <Popover.Popup className="popup definition">
          <Popover.Title className="popup-title">{of}</Popover.Title>
          <Popover.Description>{meaning.text}</Popover.Description>
          {typeof meaning.asOf === 'string' && (
            <p className="faint">As of {instantWords(meaning.asOf)}</p>
          )}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);

/** One number: what it is, what it means, and the way to its tickets. */
export const Figure = (props: {
  label: string;
  value: ReactNode;
  href: string;
  meaning: Meaning;
  tone?: 'plain' | 'bad' | 'warn' | 'good';
  children?: ReactNode;
}) => (
  <div className={`figure ${props.tone ?? 'plain'}`}>
    <div className="figure-label">
      <span>{props.label}</span>
      <Definition of={props.label} meaning={props.meaning} />
    </div>
    <Link href={props.href} className="figure-value" title="Show the tickets">
      <span className="unseen">{props.label}: </span>
      {props.value}
    </Link>
    {props.children !== undefined && <div className="figure-more">{props.children}</div>}
  </div>
);

interface Tally {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Counted up to a page; beyond it the number says that there are more. */
export const tallyWords = (tally: Tally): string =>
  tally.pageInfo.hasNextPage ? `${tally.nodes.length}+` : String(tally.nodes.length);
