import type { BeforeFragment, MeasureUnit, MetricName, NumberFragment } from '../generated/graphql';
import { durationWords } from '../ui/words';

const NAMES: Readonly<Record<MetricName, string>> = {
  VOLUME: 'New requests',
  FIRST_RESPONSE: 'First answer',
  NEXT_RESPONSE: 'Next answers',
  FIRST_RESOLUTION: 'First solution',
  FINAL_RESOLUTION: 'Solved in the end',
  REQUESTER_WAIT: 'Customer waits',
  WORK_TIME: 'Our work time',
  SLA_ATTAINMENT: 'Targets met',
  PROMISES_KEPT: 'Promises kept',
  PROMISES_RENEWED: 'Promises renewed',
  PROMISES_BROKEN: 'Promises broken',
  BACKLOG: 'Waiting on us',
  REOPEN_RATE: 'Reopened',
  FIRST_CONTACT_RESOLUTION: 'Solved at first contact',
  ESCALATIONS: 'Escalations',
  ACCEPTANCE_TIME: 'Escalation accepted after',
  TRANSFERS: 'Changes of owner',
  LOAD: 'On somebody’s desk',
  CSAT: 'Good ratings',
  RATING_RESPONSE: 'Answered the rating',
  EFFORT: 'Had to repeat themselves',
  RECOVERY_TIME: 'Made good after',
  CONFIRMED: 'Confirmed by the customer',
  UNCONFIRMED: 'Solved, never confirmed',
  DEFLECTION: 'Solved without a person',
  EARLY_WARNINGS: 'Early warnings',
  ACCOUNT_HEALTH: 'Account health',
};

/** What a measure is called on the page. */
export const measureName = (measure: MetricName): string => NAMES[measure];

const isMeasure = (name: string): name is MetricName => Object.hasOwn(NAMES, name);

/** The measure of an address: `first-response`. */
export const measureNamed = (text: string): MetricName | null => {
  const name = text.toUpperCase().replaceAll('-', '_');
  return isMeasure(name) ? name : null;
};

const SHARE = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const POINTS = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const COUNT = new Intl.NumberFormat(undefined);

const GAP_WORDS = { NO_SAMPLE: 'nothing yet', NOT_REACHED: 'not known yet' } as const;

/** One number of a measure, in its unit. */
export const valueWords = (unit: MeasureUnit, value: number): string => {
  switch (unit) {
    case 'SHARE':
      return SHARE.format(value);
    case 'POINTS':
      return `${POINTS.format(value)} of 100`;
    case 'TICKETS':
    case 'TIMES':
      return COUNT.format(value);
    default:
      return durationWords(value);
  }
};

export const figureWords = (
  unit: MeasureUnit,
  figure: Pick<NumberFragment, 'value' | 'gap'>,
): string =>
  figure.value === null ? GAP_WORDS[figure.gap ?? 'NO_SAMPLE'] : valueWords(unit, figure.value);

type Sample = Pick<NumberFragment, 'n' | 'done' | 'stillWaiting'>;
type Told = Sample & Pick<NumberFragment, 'value' | 'gap'>;

/** A share is told with what it is a share of. */
export const sampleWords = (unit: MeasureUnit, { n, done, stillWaiting }: Sample): string => {
  if (n === 0) return stillWaiting === 0 ? '' : `${COUNT.format(stillWaiting)} not decided`;
  switch (unit) {
    case 'SHARE':
      return `${COUNT.format(done)} of ${COUNT.format(n)}`;
    case 'TICKETS':
    case 'TIMES':
      return '';
    default:
      return stillWaiting === 0
        ? `n ${COUNT.format(n)}`
        : `n ${COUNT.format(n)}, ${COUNT.format(stillWaiting)} still waiting`;
  }
};

/** How it was in the stretch of the same length before, of how many; empty where nothing was. */
export const beforeWords = (unit: MeasureUnit, before: Told): string => {
  const sample = sampleWords(unit, before);
  if (before.value === null && sample === '') return '';
  return `before: ${figureWords(unit, before)}${sample === '' ? '' : ` (${sample})`}`;
};

/** The twin of then: what is compared is compared with its price. */
export const twinBefore = (
  twin: MetricName,
  unit: MeasureUnit,
  { quality }: BeforeFragment,
): string => {
  const then = quality.find(({ measure }) => measure === twin);
  return then === undefined ? '' : beforeWords(unit, then.figure);
};

export const isLength = (unit: MeasureUnit): boolean =>
  unit !== 'SHARE' && unit !== 'TICKETS' && unit !== 'TIMES';

/** Several things said of one number. */
export const joined = (...said: readonly string[]): string =>
  said.filter((one) => one !== '').join(' · ');

/** Where one sees what stands behind a figure. */
export const figureHref = (
  measure: MetricName,
  asked: Readonly<Record<string, string>> = {},
): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== '') given.set(name, value);
  const query = given.toString();
  return `/figures/${measure.toLowerCase().replaceAll('_', '-')}${query === '' ? '' : `?${query}`}`;
};
