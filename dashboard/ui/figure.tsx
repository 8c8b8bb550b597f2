import { Popover } from '@base-ui/react/popover';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { MeaningFragment } from '../generated/graphql';
import { instantWords } from './words';

export interface Meaning {
  readonly text: string;
  readonly asOf?: string | null;
  readonly more?: ReactNode;
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
          {meaning.more}
          {typeof meaning.asOf === 'string' && (
            <p className="faint">As of {instantWords(meaning.asOf)}</p>
          )}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);

const DETAILS = [
  ['startsAt', 'Starts'],
  ['stopsAt', 'Stops'],
  ['excludes', 'Leaves out'],
  ['calendar', 'Hours'],
  ['aggregation', 'Added up'],
] as const;

/** The whole definition of a measure, as the desk gives it. */
export const MeasureDefinition = (props: {
  of: string;
  definition: MeaningFragment;
  asOf: string;
}) => {
  const { of, definition, asOf } = props;
  const more = (
    <dl className="definition-parts">
      {DETAILS.map(([part, label]) => (
        <div key={part}>
          <dt>{label}</dt>
          <dd>{definition[part]}</dd>
        </div>
      ))}
      <div>
        <dt>Name</dt>
        <dd>
          <code>{definition.id}</code>, version {definition.version}
        </dd>
      </div>
    </dl>
  );
  return <Definition of={of} meaning={{ text: definition.text, asOf, more }} />;
};

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
