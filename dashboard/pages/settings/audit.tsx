import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import { AuditLogDocument, type AuditLogQuery } from '../../generated/graphql';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { Answer, Empty } from '../../ui/states';
import { instantWords, inWords } from '../../ui/words';

const PAGE = 50;

/** `setEscalationPath` as a person would write it. */
const actWords = (action: string): string =>
  inWords(action.replaceAll(/[A-Z]/g, (letter) => `_${letter}`));

type Change = AuditLogQuery['auditLog']['nodes'][number]['changes'][number];

const FEW = 3;

const fieldWords = (field: string): string =>
  inWords(field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`));

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/;

const plainWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(plainWords).join(', ') || 'none';
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, part]) => `${fieldWords(name).toLowerCase()} ${plainWords(part)}`)
      .join(' ');
  return String(value);
};

/** What stood or stands there: lists and times as a person would write them. */
const changeWords = (text: string): string => {
  if (INSTANT.test(text)) return instantWords(text);
  if (!/^[[{]/.test(text)) return text;
  try {
    return plainWords(JSON.parse(text));
  } catch {
    return text;
  }
};

const Changed = ({ changes }: { changes: readonly Change[] }) => (
  <ul>
    {changes.map((change) => (
      <li key={`${change.subject} ${change.subjectId} ${change.field}`}>
        {fieldWords(change.field)}:{' '}
        {change.before !== null && <del>{changeWords(change.before)}</del>}{' '}
        {change.after === null ? <span className="faint">nothing</span> : changeWords(change.after)}
      </li>
    ))}
  </ul>
);

/** What says something: not the id, nor what is empty and was. The rest on demand. */
const Changes = ({ changes }: { changes: readonly Change[] }) => {
  const telling = changes.filter(
    ({ field, before, after }) => field !== 'id' && (before ?? after ?? '') !== '',
  );
  if (telling.length === 0) return <span className="faint">nothing to show</span>;
  return (
    <>
      <Changed changes={telling.slice(0, FEW)} />
      {telling.length > FEW && (
        <details className="opens">
          <summary>{telling.length - FEW} more</summary>
          <Changed changes={telling.slice(FEW)} />
        </details>
      )}
    </>
  );
};

/** Who changed the desk itself. */
export const AuditSettings = () => {
  const pages = usePages();
  const { after } = pages;
  const live = useLive(AuditLogDocument, { first: PAGE, after }, `audit-${after}`);
  return (
    <Panel title="Audit log">
      <Answer live={live} rows={8}>
        {({ auditLog: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title="Nothing was changed yet" />
          ) : (
            <>
              <table className="plain-table top" aria-label="Audit log">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                    <th scope="col">Changed</th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((one) => (
                    <tr key={one.id}>
                      <td>
                        {instantWords(one.at)}
                        <span className="row-sub">entry {one.sequence}</span>
                      </td>
                      <td data-label="Who">
                        {one.actor.name}
                        <span className="row-sub">{inWords(one.via).toLowerCase()}</span>
                      </td>
                      <td data-label="What">{actWords(one.action)}</td>
                      <td className="audit-changes" data-label="Changed">
                        <Changes changes={one.changes} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
};
