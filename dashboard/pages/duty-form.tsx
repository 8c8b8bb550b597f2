import { useState } from 'react';
import { type Member, useMembersAgain } from '../api/members';
import { useChange } from '../api/use-change';
import { useMay } from '../api/viewer';
import { SetDutyDocument } from '../generated/graphql';
import { TextField } from '../ui/fields';
import { FormDialog, textOf } from '../ui/form-dialog';
import { notUnderstood } from '../ui/refusals';
import { daysOffLines, openingLines, readDaysOff, readOpening } from './settings/hours-lines';

/** When somebody works, and how much they carry at once. */
export const DutyForm = ({ member }: { member: Member }) => {
  const may = useMay();
  const again = useMembersAgain();
  const { run, refusals, isRunning, forget } = useChange(SetDutyDocument);
  const [unclear, setUnclear] = useState<string | null>(null);
  const shift = member.duty?.shift ?? null;
  return (
    <FormDialog
      trigger="Change"
      triggerClass="button small"
      title={`When ${member.name} works`}
      lead="Whoever is off shift or full is given nothing new, and is not asked to take over."
      submit="Save"
      refusals={unclear === null ? refusals : [notUnderstood(unclear)]}
      isRunning={isRunning}
      onOpen={() => {
        forget();
        setUnclear(null);
      }}
      onSubmit={async (form) => {
        const read = readOpening(textOf(form, 'opening'));
        const off = readDaysOff(textOf(form, 'daysOff'));
        const wrong = 'unclear' in read ? read.unclear : 'unclear' in off ? off.unclear : null;
        setUnclear(wrong);
        if ('unclear' in read || 'unclear' in off) return false;
        const capacity = textOf(form, 'capacity');
        const done = await run({
          memberId: member.id,
          capacity: capacity === '' ? null : Number(capacity),
          daysOff: off.daysOff,
          shift:
            read.opening.length === 0
              ? null
              : { zone: textOf(form, 'zone'), opening: read.opening },
        });
        if (done !== null) again();
        return done !== null;
      }}
    >
      <TextField
        name="opening"
        label="Works"
        long
        initial={shift === null ? '' : openingLines(shift.opening)}
        help="A line each: mon-fri 09:00-17:30. Empty: may always be asked."
      />
      <TextField
        name="zone"
        label="Time zone"
        initial={shift?.zone ?? member.zone ?? may.deskZone ?? ''}
      />
      <TextField
        name="daysOff"
        label="Not there on"
        long
        initial={daysOffLines(member.duty?.daysOff ?? [])}
        help="A line each: 2026-12-24, or 2026-12-24 to 2027-01-02."
      />
      <TextField
        name="capacity"
        label="Carries at most, tickets"
        type="number"
        min="0"
        initial={member.duty?.capacity?.toString() ?? ''}
        help="Open tickets that wait on us. Empty: as many as come."
      />
    </FormDialog>
  );
};
