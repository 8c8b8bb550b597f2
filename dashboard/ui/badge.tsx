import { ChevronDown, ChevronsUp, ChevronUp, Minus } from 'lucide-react';
import type {
  HealthState,
  LabelColour,
  Priority,
  TicketStatus,
  WaitingOn,
} from '../generated/graphql';
import { PRIORITY_WORDS, STATUS_WORDS, WAITING_WORDS } from './words';

const STATUS_TONES: Readonly<Record<TicketStatus, string>> = {
  NEW: 'accent',
  OPEN: 'info',
  SNOOZED: 'plain',
  SOLVED: 'good',
  CONFIRMED: 'good',
  UNCONFIRMED: 'plain',
  CLOSED: 'plain',
  NOT_A_REQUEST: 'plain',
  MERGED: 'plain',
};

export const StatusBadge = ({ status }: { status: TicketStatus }) => (
  <span className={`badge ${STATUS_TONES[status]}`}>{STATUS_WORDS[status]}</span>
);

export const WaitingBadge = ({ waitingOn }: { waitingOn: WaitingOn }) => (
  <span className={`waiting ${waitingOn === 'US' ? 'us' : ''}`}>{WAITING_WORDS[waitingOn]}</span>
);

export const LabelChip = ({ name, colour }: { name: string; colour: LabelColour }) => (
  <span className={`badge label ${colour.toLowerCase()}`}>{name}</span>
);

export const HEALTH_WORDS: Readonly<Record<HealthState, string>> = {
  GOOD: 'Good',
  WATCH: 'Watch',
  AT_RISK: 'At risk',
  TOO_LITTLE_TO_SAY: 'Too little to say',
};
const HEALTH_TONES: Readonly<Record<HealthState, string>> = {
  GOOD: 'good',
  WATCH: 'info',
  AT_RISK: 'bad',
  TOO_LITTLE_TO_SAY: 'plain',
};

export const HealthBadge = (props: { state: HealthState; score: number | null }) => (
  <span className={`badge ${HEALTH_TONES[props.state]}`}>
    {HEALTH_WORDS[props.state]}
    {props.score !== null && `, ${Math.round(props.score)} of 100`}
  </span>
);

const PRIORITY_ICONS = { URGENT: ChevronsUp, HIGH: ChevronUp, NORMAL: Minus, LOW: ChevronDown };

export const PriorityMark = ({ priority }: { priority: Priority }) => {
  const Icon = PRIORITY_ICONS[priority];
  return (
    <span className={`priority ${priority.toLowerCase()}`}>
      <Icon size={14} aria-hidden="true" />
      {PRIORITY_WORDS[priority]}
    </span>
  );
};

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .slice(0, 2)
    .join('')
    .toUpperCase();

const HUES = 6;
const hueOf = (name: string): number =>
  Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;

/** Initials: pictures would come from another host, which the page's policy refuses. */
export const Avatar = ({ name, side }: { name: string; side?: 'customer' | 'desk' }) => (
  <span className={`avatar hue-${hueOf(name)} ${side ?? 'desk'}`} aria-hidden="true">
    {initialsOf(name)}
  </span>
);
