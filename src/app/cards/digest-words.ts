import type { Figure } from '../metrics/figures';
import type { Measure } from '../metrics/measure-rule';

const UNITS = [
  { word: 'd', seconds: 86_400 },
  { word: 'h', seconds: 3_600 },
  { word: 'min', seconds: 60 },
] as const;

/** A length of time in its two largest units. */
export const lengthWords = (exact: number): string => {
  const seconds = exact < 60 ? exact : Math.round(exact / 60) * 60;
  const largest = UNITS.findIndex((unit) => seconds >= unit.seconds);
  const [big, small] = largest === -1 ? [] : UNITS.slice(largest, largest + 2);
  if (big === undefined) return `${Math.round(seconds)} s`;
  const unit = small?.seconds ?? big.seconds;
  const whole = Math.round(seconds / unit) * unit;
  const count = Math.floor(whole / big.seconds);
  const rest = small === undefined ? 0 : Math.round((whole - count * big.seconds) / small.seconds);
  return rest === 0 || small === undefined
    ? `${count} ${big.word}`
    : `${count} ${big.word} ${rest} ${small.word}`;
};

/** How fast it was, with who still waits. */
export const speedWords = ({ p50, p90, n, stillWaiting }: Figure): string => {
  if (n === 0) return 'nothing to measure';
  const half = p50 === null ? null : `half within ${lengthWords(p50)}`;
  const most = p90 === null ? null : `9 of 10 within ${lengthWords(p90)}`;
  const reached = [half, most].filter((one) => one !== null).join(', ');
  const known = reached === '' ? 'too few are through to say' : reached;
  const waiting = stillWaiting === 0 ? '' : `, ${stillWaiting} still waiting`;
  return `${known} (n = ${n}${waiting})`;
};

type Shared = (figure: Figure) => string;

const share =
  (some: (done: number, n: number) => string, none: string): Shared =>
  ({ done, n }) =>
    n === 0 ? none : some(done, n);

/** What says whether speed was bought dearly. A measure without an entry is told by its name. */
const QUALITY: Readonly<Partial<Record<Measure, Shared>>> = {
  REOPEN_RATE: share((done, n) => `${done} of ${n} solved came back`, 'nothing solved yet'),
  FIRST_CONTACT_RESOLUTION: share(
    (done, n) => `${done} of ${n} solved at the first contact`,
    'first contacts not decided yet',
  ),
  CSAT: share((done, n) => `${done} of ${n} ratings were 4 or 5`, 'no rating yet'),
  EFFORT: share(
    (done, n) => `${done} of ${n} had to repeat themselves`,
    'nobody said whether they had to repeat themselves',
  ),
  SLA_ATTAINMENT: share((done, n) => `${done} of ${n} targets met`, 'no target fell due'),
};

/** A share in words that a person would use. */
export const qualityWords = (measure: Measure, figure: Figure): string =>
  QUALITY[measure]?.(figure) ??
  share(
    (done, n) => `${measure.toLowerCase().replaceAll('_', ' ')} ${done} of ${n}`,
    `${measure.toLowerCase().replaceAll('_', ' ')} not known yet`,
  )(figure);
