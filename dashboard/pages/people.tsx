import { useState } from 'react';
import { Link } from 'wouter';
import { type Member, useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import { LoadDocument } from '../generated/graphql';
import { Avatar } from '../ui/badge';
import { Definition } from '../ui/figure';
import { PageHead } from '../ui/panel';
import { Empty } from '../ui/states';
import { useMinute } from '../ui/time';
import { inWords } from '../ui/words';
import { listHref } from './list-filter';

const PAGE = 20;

/** Whether they are there, and how full their hands are. */
const Shift = ({ member: { duty } }: { member: Member }) => {
  if (duty === null) return <span className="faint">not known</span>;
  const { onShift, load, capacity, full } = duty;
  return (
    <span>
      {onShift ? 'On shift' : <span className="faint">Off shift</span>}
      {', '}
      <span className={full ? 'count bad' : ''}>
        {capacity === null ? load : `${load} of ${capacity}`}
      </span>
    </span>
  );
};

const Load = ({ member }: { member: Member }) => {
  const now = new Date(useMinute()).toISOString();
  const live = useLive(LoadDocument, { filter: { eq: member.id }, now }, `load-${member.id}`);
  const cell = (view: string, count: number | undefined, isBad: boolean) => (
    <td className="number">
      {count === undefined ? (
        <span className="faint">{live.error === null ? '…' : '?'}</span>
      ) : (
        <Link
          href={listHref({ view, assignee: member.id })}
          className={isBad && count > 0 ? 'count bad' : 'count'}
        >
          {count}
        </Link>
      )}
    </td>
  );
  return (
    <tr>
      <td>
        <span className="named">
          <Avatar name={member.name} />
          <span>
            {member.name}
            <span className="row-sub">{inWords(member.role)}</span>
          </span>
        </span>
      </td>
      <td>
        <Shift member={member} />
      </td>
      {cell('open', live.data?.open, false)}
      {cell('waiting', live.data?.waiting, false)}
      {cell('late', live.data?.late, true)}
    </tr>
  );
};

const People = () => {
  const members = useMembers().filter((one) => one.active);
  const [shown, show] = useState(PAGE);
  return (
    <>
      <PageHead title="People" lead="Who has how much on their desk, right now." />
      <div className="panel flush">
        {members.length === 0 ? (
          <Empty title="Nobody yet">People appear when the desk has seen them in chat.</Empty>
        ) : (
          <table className="plain-table" aria-label="People and their load">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">
                  Shift and load{' '}
                  <Definition
                    of="Shift and load"
                    meaning={{
                      text: 'Whether they are at work now, and how many tickets that wait on us and questions to take over they have, of as many as they carry. Whoever is full is given and asked nothing more.',
                    }}
                  />
                </th>
                <th scope="col" className="number">
                  Open{' '}
                  <Definition
                    of="Open"
                    meaning={{
                      text: 'Tickets assigned to them that are new or open.',
                    }}
                  />
                </th>
                <th scope="col" className="number">
                  Waiting on us{' '}
                  <Definition
                    of="Waiting on us"
                    meaning={{ text: 'Of those, the tickets whose next step is ours.' }}
                  />
                </th>
                <th scope="col" className="number">
                  Late{' '}
                  <Definition
                    of="Late"
                    meaning={{
                      text: 'Of those, the tickets whose first answer is later than promised.',
                    }}
                  />
                </th>
              </tr>
            </thead>
            <tbody>
              {members.slice(0, shown).map((one) => (
                <Load key={one.id} member={one} />
              ))}
            </tbody>
          </table>
        )}
        {members.length > shown && (
          <button type="button" className="link earlier" onClick={() => show(shown + PAGE)}>
            Show more
          </button>
        )}
      </div>
    </>
  );
};

export default People;
