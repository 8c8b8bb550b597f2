import { Link } from 'wouter';
import type { FiguresQuery } from '../generated/graphql';
import { MeasureDefinition } from '../ui/figure';
import {
  beforeWords,
  figureHref,
  figureWords,
  isLength,
  joined,
  measureName,
  sampleWords,
  twinBefore,
  valueWords,
} from './measure-words';

export type Measured = FiguresQuery['metrics']['measures'][number];

const Quality = ({ measured, asked }: { measured: Measured; asked: Record<string, string> }) => (
  <ul className="quality">
    {measured.quality.map(({ measure, unit, figure }) => (
      <li key={measure}>
        <Link href={figureHref(measure, asked)}>
          <span>{measureName(measure)}</span> <strong>{figureWords(unit, figure)}</strong>{' '}
          <span className="faint">
            {joined(sampleWords(unit, figure), twinBefore(measure, unit, measured.previous))}
          </span>
        </Link>
      </li>
    ))}
  </ul>
);

/** A measure: its number, its sample, and beside a speed what it cost. Each leads to its tickets. */
export const MeasureCard = ({ measured, days }: { measured: Measured; days: number }) => {
  const { measure, unit, figure, previous, definition, asOf } = measured;
  const name = measureName(measure);
  const asked = { days: String(days) };
  const before = beforeWords(unit, previous);
  const sample = sampleWords(unit, figure);
  return (
    <div className="measure">
      <div className="figure-label">
        <span>{name}</span>
        <MeasureDefinition of={name} definition={definition} asOf={asOf} />
      </div>
      <Link href={figureHref(measure, asked)} className={figure.value === null ? 'gap' : 'big'}>
        <span className="unseen">{name}: </span>
        {figureWords(unit, figure)}
      </Link>
      <p className="faint">
        {isLength(unit) && figure.p90 !== null && (
          <>9 of 10 within {valueWords(unit, figure.p90)} · </>
        )}
        {joined(sample, before)}
      </p>
      {measured.quality.length > 0 && <Quality measured={measured} asked={asked} />}
    </div>
  );
};
