import { Link } from 'wouter';
import { useLive } from '../api/use-live';
import { BacklogDocument } from '../generated/graphql';
import { Definition, tallyWords } from '../ui/figure';
import { Answer } from '../ui/states';
import { useMinute } from '../ui/time';
import { listHref } from './list-filter';

const HOUR_MS = 3_600_000;

const MEANING =
  'Open tickets that wait on us, by how long their oldest unanswered message waits. Each band is counted up to 100.';

export const AgeBands = () => {
  const minute = useMinute();
  const back = (hours: number): string => new Date(minute - hours * HOUR_MS).toISOString();
  const [hour, quarter, day, days] = [back(1), back(4), back(24), back(72)];
  const live = useLive(BacklogDocument, { hour, quarter, day, days }, 'backlog');
  return (
    <Answer live={live}>
      {(data) => {
        const bands = [
          { label: 'Under 1 h', tally: data.fresh, after: hour, before: '' },
          { label: '1 to 4 h', tally: data.hours, after: quarter, before: hour },
          { label: '4 to 24 h', tally: data.today, after: day, before: quarter },
          { label: '1 to 3 days', tally: data.days, after: days, before: day },
          { label: 'Over 3 days', tally: data.old, after: '', before: days },
        ];
        const most = Math.max(1, ...bands.map((one) => one.tally.nodes.length));
        return (
          <>
            <p className="panel-note">
              By oldest unanswered message{' '}
              <Definition of="Backlog by age" meaning={{ text: MEANING }} />
            </p>
            <ul className="bands">
              {bands.map((band, at) => (
                <li key={band.label}>
                  <Link
                    href={listHref({ view: 'waiting', after: band.after, before: band.before })}
                  >
                    <span className="band-label">{band.label}</span>
                    <span className="band-track">
                      <span
                        className={`band-bar band-${at}`}
                        style={{ width: `${(band.tally.nodes.length / most) * 100}%` }}
                      />
                    </span>
                    <span className="band-value">{tallyWords(band.tally)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Answer>
  );
};
