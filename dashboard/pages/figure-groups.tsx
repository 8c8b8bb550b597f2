import type { FigurePageQuery, MetricDimension } from '../generated/graphql';
import { Panel } from '../ui/panel';
import { Empty } from '../ui/states';
import { inWords } from '../ui/words';
import { figureWords, sampleWords } from './measure-words';

type Measured = FigurePageQuery['metrics']['measures'][number];

/** Those that belong to no group. */
const NONE: Readonly<Partial<Record<MetricDimension, string>>> = {
  AGENT: 'Nobody',
  LABEL: 'No label',
  CAUSE: 'No cause named',
  REASON: 'No reason',
};

/** Words of ours, as a person would write them; names are left as they are. */
const groupWords = (by: MetricDimension, label: string): string =>
  by === 'PRIORITY' || by === 'REASON' || by === 'PLATFORM' ? inWords(label) : label;

/** The figure by customer, person, queue and so on; a press narrows the tickets below. */
export const FigureGroups = (props: {
  measured: Measured;
  by: MetricDimension;
  selected: string | null;
  onSelect: (key: string | null) => void;
}) => {
  const { measured, by, selected, onSelect } = props;
  const most = Math.max(1, ...measured.groups.map(({ figure }) => figure.n));
  return (
    <Panel
      title={`By ${by.toLowerCase()}`}
      aside={
        selected !== null && (
          <button type="button" className="link" onClick={() => onSelect(null)}>
            All of them
          </button>
        )
      }
    >
      {measured.groups.length === 0 ? (
        <Empty title="Nothing to compare yet">No ticket of these days counts here.</Empty>
      ) : (
        <ul className="bands groups">
          {measured.groups.map(({ key, label, figure }) => (
            <li key={key ?? 'none'}>
              <button
                type="button"
                disabled={key === null}
                aria-pressed={key !== null && key === selected}
                onClick={() => onSelect(key)}
              >
                <span className="band-label">
                  {key === null ? (NONE[by] ?? 'None') : groupWords(by, label)}
                </span>
                <span className="band-track">
                  <span
                    className="band-bar band-0"
                    style={{ width: `${(figure.n / most) * 100}%` }}
                  />
                </span>
                <span className="band-value">{figureWords(measured.unit, figure)}</span>
                <span className="faint">{sampleWords(measured.unit, figure)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {measured.groupsLeftOut > 0 && (
        <p className="faint">{measured.groupsLeftOut} smaller ones are not shown.</p>
      )}
    </Panel>
  );
};
