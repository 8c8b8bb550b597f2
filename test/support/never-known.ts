import { markOf } from './conversations';
import type { DeskDump } from './desk-dump';

type Row = DeskDump['outbox'][number];

/** Something a customer may have been shown or not, and how the team must have been told of it. */
interface Told {
  readonly row: Row;
  /** Words of the notice. */
  readonly words: string;
  /** The outbox row of the card it stands under. */
  readonly root: string | null;
}

/** What the desk itself says it does not know. On a platform where it can look: nothing. */
export interface NeverKnown {
  readonly canLook: boolean;
  readonly rows: readonly Told[];
  readonly marks: ReadonlySet<string>;
  readonly messages: ReadonlySet<string>;
  readonly surfaces: ReadonlySet<string>;
  /** Whether what stands in the rooms tells which row it shows; in Teams only cards with buttons do. */
  isTold(row: Row): boolean;
  /** Our own room would rather hear it twice than not; at most once for each attempt. */
  mayStandTwice(row: Row, count: number): boolean;
  /** Whether not knowing explains that a row was given up. */
  ends(row: Row): boolean;
}

const ACKNOWLEDGEMENT = 'It is not known whether the customer got our acknowledgement';

const isForCustomer = ({ message, surface }: Row): boolean =>
  message !== null || surface?.startsWith('status-line:') === true;

export const neverKnown = (dump: DeskDump, canLook: boolean): NeverKnown => {
  const rows = canLook
    ? []
    : dump.outbox.filter(
        (row) =>
          row.kind === 'post' &&
          row.state === 'REFUSED' &&
          isForCustomer(row) &&
          row.reason?.startsWith('It was not repeated') === true,
      );
  const messages = new Map(dump.messages.map((message) => [message.id, message]));
  const cards = new Map(
    dump.outbox.flatMap(({ id, kind, surface }) =>
      kind === 'post' && surface?.startsWith('triage-card:') === true
        ? [[surface.slice('triage-card:'.length), id] as const]
        : [],
    ),
  );
  const surfaces = new Set(rows.flatMap(({ surface }) => (surface === null ? [] : [surface])));
  const marks = rows.flatMap(({ message }) => {
    const mark = markOf(messages.get(message ?? '')?.plain ?? '');
    return mark === null ? [] : [mark];
  });
  return {
    canLook,
    rows: rows.map((row) => {
      const said = messages.get(row.message ?? '');
      const ticket = said?.ticket ?? row.surface?.slice('status-line:'.length) ?? '';
      return { row, words: said?.plain ?? ACKNOWLEDGEMENT, root: cards.get(ticket) ?? null };
    }),
    marks: new Set(marks),
    messages: new Set(rows.flatMap(({ message }) => (message === null ? [] : [message]))),
    surfaces,
    isTold: ({ surface }) => canLook || /^(?:triage-card|status-line):/.test(surface ?? ''),
    mayStandTwice: (row, count) => !canLook && !isForCustomer(row) && count <= row.attempts,
    ends: (row) =>
      rows.includes(row) ||
      (row.kind === 'edit' && row.surface !== null && surfaces.has(row.surface)),
  };
};
