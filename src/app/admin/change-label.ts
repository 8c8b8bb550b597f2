import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { type Label, type LabelColour, labelName } from '../../domain/label';
import type { Tx } from '../ports/store';
import { requireAdministration } from './requirements';

const AT_MOST = 200;

const taken = (name: string): DeskError =>
  new DeskError('conflict', 'NAME_TAKEN', `There is a label “${name}” already.`, null, ['name']);

/** A new label that may be given to tickets. */
export const createLabelIn = async (
  tx: Tx,
  actor: Actor,
  wanted: Pick<Label, 'id' | 'name' | 'colour'>,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const name = labelName(wanted.name);
  if ((await tx.labels.count()) >= AT_MOST)
    throw new DeskError(
      'refused',
      'TOO_MANY_LABELS',
      `A desk has at most ${AT_MOST} labels.`,
      'Rename one that is no longer used.',
    );
  if (!(await tx.labels.insert({ ...wanted, name, archivedAt: null }))) throw taken(name);
};

export interface LabelPatch {
  readonly labelId: string;
  /** Null leaves it. */
  readonly name: string | null;
  readonly colour: LabelColour | null;
  readonly archived: boolean | null;
}

/** Renames or recolours a label, archives it, or brings it back. */
export const changeLabelIn = async (
  tx: Tx,
  actor: Actor,
  patch: LabelPatch,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const [label] = await tx.labels.byIds([patch.labelId]);
  if (label === undefined) throw notFound('label');
  const name = patch.name === null ? label.name : labelName(patch.name);
  const archivedAt =
    patch.archived === null ? label.archivedAt : patch.archived ? (label.archivedAt ?? now) : null;
  const changed = { ...label, name, colour: patch.colour ?? label.colour, archivedAt };
  if (!(await tx.labels.save(changed))) throw taken(name);
};
