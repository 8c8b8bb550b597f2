import { Link } from 'wouter';
import type { AttentionQuery, FiguresQuery } from '../generated/graphql';
import { Definition, tallyWords } from '../ui/figure';
import { durationWords } from '../ui/words';
import { listHref } from './list-filter';

type FirstResponse = FiguresQuery['metrics']['firstResponse'];

const GAP_WORDS = {
  NO_SAMPLE: 'no ticket yet',
  NOT_REACHED: 'not known yet',
};

const seconds = (figure: FirstResponse, which: 'P50' | 'P90' | 'MEAN', value: number | null) => {
  if (value !== null) return durationWords(value);
  const gap = figure.gaps.find((one) => one.figure === which);
  return <span className="gap">{gap === undefined ? 'unknown' : GAP_WORDS[gap.reason]}</span>;
};

/** Speed, never without its quality twin. */
export const ResponseFigures = (props: {
  figure: FirstResponse;
  quality: AttentionQuery | null;
  from: string;
  to: string;
}) => {
  const { figure, quality, from, to } = props;
  const inWindow = listHref({ view: 'all', openedFrom: from, openedTo: to });
  return (
    <div className="twins">
      <div>
        <h3>
          Speed{' '}
          <Definition of="First answer" meaning={{ text: figure.definition, asOf: figure.asOf }} />
        </h3>
        <dl className="facts">
          <dt>Half within</dt>
          <dd>
            <Link href={inWindow} className="big">
              {seconds(figure, 'P50', figure.p50)}
            </Link>
          </dd>
          <dt>Nine of ten within</dt>
          <dd>
            <Link href={inWindow}>{seconds(figure, 'P90', figure.p90)}</Link>
          </dd>
          <dt>Mean</dt>
          <dd>
            <Link href={inWindow}>{seconds(figure, 'MEAN', figure.mean)}</Link>
          </dd>
          <dt>Tickets</dt>
          <dd>
            <Link href={inWindow}>{figure.n}</Link>
          </dd>
          <dt>Still waiting, and counted</dt>
          <dd>
            <Link href={listHref({ view: 'waiting', openedFrom: from, openedTo: to })}>
              {figure.stillWaiting}
            </Link>
          </dd>
        </dl>
      </div>
      <div>
        <h3>
          Quality{' '}
          <Definition
            of="Reopened"
            meaning={{
              text: 'Of the tickets solved in these days, those that a customer had to open again at least once. Counted up to 100.',
            }}
          />
        </h3>
        {quality !== null && (
          <dl className="facts">
            <dt>Solved</dt>
            <dd>
              <Link href={listHref({ view: 'solved', since: from })} className="big">
                {tallyWords(quality.solved)}
              </Link>
            </dd>
            <dt>Of those, reopened</dt>
            <dd>
              <Link href={listHref({ view: 'reopened', since: from })}>
                {tallyWords(quality.reopened)}
              </Link>
            </dd>
            <dt>Ended without an answer</dt>
            <dd>
              <Link href={inWindow}>{figure.endedUnanswered}</Link>
            </dd>
          </dl>
        )}
      </div>
    </div>
  );
};
