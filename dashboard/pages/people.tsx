import { useState } from 'react';
import { Link } from 'wouter';
import { type Member, useTeam } from '../api/members';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { LoadDocument } from '../generated/graphql';
import { Avatar } from '../ui/badge';
import { Definition } from '../ui/figure';
import { NameSearch } from '../ui/name-search';
import { PageHead } from '../ui/panel';
import { Empty } from '../ui/states';
import { useMinute } from '../ui/time';
import { inWords } from '../ui/words';
import { DutyForm } from './duty-form';
import { listHref } from './list-filter';
import { openingLines } from './settings/hours-lines';

const PAGE = 20;

/** Whether they are there, and how full their hands are. */
const Shift = ({ member }: { member: Member }) => {
  const may = useMay();
  const { duty } = member;
  if (duty === null) return <span className="faint">not known</span>;
  const { onShift, load, capacity, full, shift } = duty;
  return (
    <div className="shift">
      <span>
        <span className={`badge ${full ? 'bad' : onShift ? 'good' : ''}`}>
          {full ? 'Full' : onShift ? 'On shift' : 'Off shift'}
        </span>{' '}
        {capacity === null ? `carries ${load}` : `carries ${load} of ${capacity}`}
        <span className="row-sub">
          {shift === null
            ? 'at any hour'
            : `${openingLines(shift.opening).replaceAll('\n', ', ')} (${shift.zone})`}
        </span>
      </span>
      {(may.configure || (may.work && may.memberId === member.id)) && <DutyForm member={member} />}
    </div>
  );
};

const Load = ({ member }: { member: Member }) => {
  const now = new Date(useMinute()).toISOString();
  const live = useLive(LoadDocument, { filter: { eq: member.id }, now }, `load-${member.id}`);
  const cell = (label: string, view: string, count: number | undefined, isBad: boolean) => (
    <td className="number" data-label={label}>
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
            {member.label}
            <span className="row-sub">{inWords(member.role)}</span>
          </span>
        </span>
      </td>
      <td>
        <Shift member={member} />
      </td>
      {cell('Open', 'open', live.data?.open, false)}
      {cell('Waiting on us', 'waiting', live.data?.waiting, false)}
      {cell('Late', 'late', live.data?.late, true)}
    </tr>
  );
};

const People = () => {
  const [named, setNamed] = useState('');
  const [shown, show] = useState(PAGE);
  const everybody = useTeam();
  const members = everybody.filter(({ name }) => name.toLowerCase().includes(named.toLowerCase()));
  const onShift = everybody.filter(({ duty }) => duty?.onShift === true).length;
  const full = everybody.filter(({ duty }) => duty?.full === true).length;
  return (
    <>
      <PageHead
        title="People"
        lead={`${onShift} of ${everybody.length} on shift now${full === 0 ? '' : `, ${full} full`}.`}
      >
        <NameSearch label="Search people" text={named} onChange={setNamed} />
      </PageHead>
      <div className="panel flush">
        {members.length === 0 ? (
          <Empty title={named === '' ? 'Nobody yet' : 'Nobody is called so'}>
            People appear when the desk has seen them in chat.
          </Empty>
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
