import { DeskError } from './errors';
import { foldWord } from './search';

/** Names of colours, not colours: each surface draws them its own way. */
export const LABEL_COLOURS = [
  'GREY',
  'RED',
  'ORANGE',
  'YELLOW',
  'GREEN',
  'TEAL',
  'BLUE',
  'PURPLE',
  'PINK',
] as const;
export type LabelColour = (typeof LABEL_COLOURS)[number];

/** A word of the desk's own by which tickets are found and counted together. */
export interface Label {
  readonly id: string;
  readonly name: string;
  readonly colour: LabelColour;
  /** It stays on its tickets, and is offered for no other. */
  readonly archivedAt: Date | null;
}

export type NamedLabel = Pick<Label, 'id' | 'name'>;

/** Labels a ticket does not have yet, and some that it has; `standing`: how many it has now. */
export interface Relabelling {
  readonly add: readonly NamedLabel[];
  readonly remove: readonly NamedLabel[];
  readonly standing: number;
}

/** More than that on one ticket tell nothing any more. */
const LABELS_OF_TICKET = 20;
const LONGEST = 40;

/** A name as it is kept. Throws `invalid`. A comma parts names where several are said at once. */
export const labelName = (said: string): string => {
  const name = said.replace(/\s+/gu, ' ').trim();
  if (name === '' || [...name].length > LONGEST || /[,]|^-/.test(name))
    throw new DeskError(
      'invalid',
      'LABEL_NAME',
      `The name of a label has 1 to ${LONGEST} characters, no comma, and does not begin with a hyphen.`,
      null,
      ['name'],
    );
  return name;
};

/** How two people spell the same name: with capitals and accents, or without. */
export const sameName = (one: string, other: string): boolean =>
  foldWord(one.trim()) === foldWord(other.trim());

/** How many there are then. Refuses what changes nothing, and more labels than tell anything. */
export const checkLabels = (
  number: number,
  { add, remove, standing }: Relabelling,
): { readonly labelCount: number } => {
  if (add.length + remove.length === 0)
    throw new DeskError(
      'refused',
      'SAME_LABELS',
      `That changes nothing about the labels of ticket #${number}.`,
    );
  const labelCount = standing + add.length - remove.length;
  if (labelCount > LABELS_OF_TICKET)
    throw new DeskError(
      'refused',
      'LABELS_FULL',
      `A ticket has at most ${LABELS_OF_TICKET} labels.`,
      'Take one away first.',
    );
  return { labelCount };
};
