import { useState } from 'react';
import { useLive } from '../api/use-live';
import { HistoryDocument } from '../generated/graphql';
import { Answer, Empty } from '../ui/states';
import { instantWords, inWords } from '../ui/words';

const PAGE = 50;
const CAP = 100;

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** A stored value as a person reads it; an id says nothing to a person. */
const valueWords = (value: string | null): string => {
  if (value === null) return 'nothing';
  if (ISO.test(value)) return instantWords(value);
  if (UUID.test(value)) return 'somebody';
  return /^[A-Z_]+$/.test(value) ? inWords(value).toLowerCase() : value;
};

const fieldWords = (field: string): string =>
  inWords(field.replace(/Id$/, '').replace(/([A-Z])/g, '_$1'));

export const Timeline = ({ number }: { number: number }) => {
  const [last, setLast] = useState(PAGE);
  const live = useLive(HistoryDocument, { number, last }, `history-${number}`);
  return (
    <Answer live={live} rows={6}>
      {({ ticketByNumber }) => {
        const { nodes, pageInfo } = ticketByNumber?.timeline ?? { nodes: [], pageInfo: null };
        if (nodes.length === 0) return <Empty title="Nothing has happened yet" />;
        return (
          <>
            {pageInfo?.hasPreviousPage === true && last < CAP && (
              <button type="button" className="link earlier" onClick={() => setLast(CAP)}>
                Show earlier entries
              </button>
            )}
            <ol className="timeline">
              {nodes.map((entry) => (
                <li key={entry.id}>
                  <p>
                    <strong>{inWords(entry.kind)}</strong> by {entry.actor.name}{' '}
                    <time className="faint" dateTime={entry.at}>
                      {instantWords(entry.at)}
                    </time>
                  </p>
                  {entry.changes.length > 0 && (
                    <ul className="changes">
                      {entry.changes.map((change) => (
                        <li key={change.field}>
                          {fieldWords(change.field)}: <del>{valueWords(change.before)}</del>
                          <span aria-hidden="true"> → </span>
                          <ins>{valueWords(change.after)}</ins>
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ol>
          </>
        );
      }}
    </Answer>
  );
};
