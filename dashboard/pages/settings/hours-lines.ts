const DAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const LINE = /^([a-z]{3})[a-z]*(?:\s*-\s*([a-z]{3})[a-z]*)?\s+(\d\d?:\d\d)\s*-\s*(\d\d?:\d\d)$/i;

export interface Opening {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

const dayOf = (word: string | undefined): number => DAYS.indexOf(word?.toLowerCase() ?? '') + 1;
const clockOf = (text: string): string => text.padStart(5, '0');

/** `mon-fri 09:00-17:30`, a line each. The first line that says nothing is given back. */
export const readOpening = (
  text: string,
): { readonly opening: Opening[] } | { readonly unclear: string } => {
  const opening: Opening[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, first, last, from, to] = LINE.exec(line) ?? [];
    const start = dayOf(first);
    const end = last === undefined ? start : dayOf(last);
    if (start === 0 || end === 0 || from === undefined || to === undefined)
      return { unclear: line };
    const length = ((end - start + 7) % 7) + 1;
    for (let index = 0; index < length; index += 1)
      opening.push({
        weekday: ((start - 1 + index) % 7) + 1,
        from: clockOf(from),
        to: clockOf(to),
      });
  }
  return { opening };
};

/** The same, as it is typed: days in a row with equal hours are one line. */
export const openingLines = (opening: readonly Opening[]): string => {
  const byHours = new Map<string, number[]>();
  for (const { weekday, from, to } of opening) {
    const hours = `${from}-${to}`;
    byHours.set(hours, [...(byHours.get(hours) ?? []), weekday]);
  }
  const lines: { day: number; line: string }[] = [];
  for (const [hours, weekdays] of byHours) {
    const days = weekdays.toSorted((one, other) => one - other);
    let run: number[] = [];
    for (const day of [...days, Number.POSITIVE_INFINITY]) {
      if (run.length > 0 && day !== (run.at(-1) ?? 0) + 1) {
        const [first = 1] = run;
        const last = run.at(-1) ?? first;
        const name = DAYS[first - 1] ?? '';
        lines.push({
          day: first,
          line: `${first === last ? name : `${name}-${DAYS[last - 1] ?? ''}`} ${hours}`,
        });
        run = [];
      }
      run.push(day);
    }
  }
  return lines
    .toSorted((one, other) => one.day - other.day)
    .map(({ line }) => line)
    .join('\n');
};

/** `2026-12-24 Christmas Eve`, a line each. */
export const readHolidays = (text: string): { date: string; name: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ date: line.slice(0, 10), name: line.slice(10).trim() }));

interface DaysOff {
  readonly from: string;
  readonly to: string;
}

const DAYS_OFF = /^(\d{4}-\d\d-\d\d)(?:\s*(?:-|–|to)\s*(\d{4}-\d\d-\d\d))?$/;

/** `2026-12-24` or `2026-12-24 to 2027-01-02`, a line each. The first line that says nothing is given back. */
export const readDaysOff = (
  text: string,
): { readonly daysOff: DaysOff[] } | { readonly unclear: string } => {
  const daysOff: DaysOff[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, from, to] = DAYS_OFF.exec(line) ?? [];
    if (from === undefined) return { unclear: line };
    daysOff.push({ from, to: to ?? from });
  }
  return { daysOff };
};

/** The same, as it is typed. */
export const daysOffLines = (daysOff: readonly DaysOff[]): string =>
  daysOff.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join('\n');
