import { Link } from 'wouter';
import { useLive } from '../api/use-live';
import { BacklogDocument } from '../generated/graphql';
import { Definition } from '../ui/figure';
import { Answer } from '../ui/states';
import { useMinute } from '../ui/time';
import { listHref } from './list-filter';

const HOUR_MS = 3_600_000;

const MEANING =
  'Open tickets that wait on us, by how long their oldest unanswered message waits. Those whose messages are all answered, but whose next step is still ours, stand apart.';

export const AgeBands = () => {
  const minute = useMinute();
  const back = (hours: number): string => new Date(minute - hours * HOUR_MS).toISOString();
  const [hour, quarter, day, days] = [back(1), back(4), back(24), back(72)];
  const live = useLive(BacklogDocument, { hour, quarter, day, days }, 'backlog');
  return (
    <Answer live={live}>
      {(data) => {
        const bands = [
          { label: 'Under 1 h', count: data.fresh, asked: { after: hour } },
          { label: '1 to 4 h', count: data.hours, asked: { after: quarter, before: hour } },
          { label: '4 to 24 h', count: data.today, asked: { after: day, before: quarter } },
          { label: '1 to 3 days', count: data.days, asked: { after: days, before: day } },
          { label: 'Over 3 days', count: data.old, asked: { before: days } },
          { label: 'All answered', count: data.answered, asked: { answered: 'yes' } },
        ];
        const most = Math.max(1, ...bands.map((one) => one.count));
        return (
          <>
            <p className="panel-note">
              By oldest unanswered message{' '}
              <Definition of="Backlog by age" meaning={{ text: MEANING }} />
            </p>
            <ul className="bands">
              {bands.map((band, at) => (
                <li key={band.label}>
                  <Link href={listHref({ view: 'waiting', ...band.asked })}>
                    <span className="band-label">{band.label}</span>
                    <span className="band-track">
                      <span
                        className={`band-bar band-${at}`}
                        style={{ width: `${(band.count / most) * 100}%` }}
                      />
                    </span>
                    <span className="band-value">{band.count}</span>
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
