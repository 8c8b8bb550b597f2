import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { checkedName, inRange, requireAdministration } from '../admin/requirements';
import type {
  Assignment,
  EscalateOn,
  KeptPath,
  LevelDraft,
  PathDraft,
  StepDraft,
} from '../ports/escalations';
import type { Tx } from '../ports/store';
import { changeTicket } from '../tickets/change-ticket';
import { requireMember } from '../tickets/requirements';
import { askWhereAlone } from './keep-asked';

const MOST_LEVELS = 20;
const MOST_STEPS = 20;
const WEEK_MIN = 10_080;
/** As many as one round of giving out looks at. */
const MOST_WAITING = 200;
const ASSIGNMENT = { kind: 'system', name: 'assignment' } as const;

/** Within so many minutes whoever is asked answers, unless somebody says otherwise. */
export const ACCEPT_MIN = 15;

export interface PathPatch {
  readonly queueId: string;
  /** Null: whatever stands. */
  readonly expectedVersion: number | null;
  /** Undefined leaves it. */
  readonly levels?: readonly LevelDraft[] | undefined;
  /** Null: nobody. */
  readonly fallbackId?: string | null | undefined;
  readonly assignment?: Assignment | undefined;
  readonly escalateOn?: EscalateOn | undefined;
}

/** A path in the words in which it is changed. */
export const draftOf = ({ fallbackId, assignment, escalateOn, levels }: KeptPath): PathDraft => ({
  fallbackId,
  assignment,
  escalateOn,
  levels: levels.map((level) => ({
    ...level,
    steps: level.steps.map((step) =>
      step.kind === 'member'
        ? { memberId: step.memberId, groupId: null }
        : { memberId: null, groupId: step.groupId },
    ),
  })),
});

/** The same people with another owner: whoever is asked first, before all others. */
export const withOwner = (
  steps: readonly StepDraft[],
  ownerId: string | null,
): readonly StepDraft[] => {
  const others = steps[0]?.memberId == null ? steps : steps.slice(1);
  return ownerId === null ? others : [{ memberId: ownerId, groupId: null }, ...others];
};

const requireSteps = async (tx: Tx, steps: readonly StepDraft[]): Promise<void> => {
  if (steps.length > MOST_STEPS)
    throw new DeskError(
      'invalid',
      'STEP_COUNT',
      `A level asks at most ${MOST_STEPS} people and groups one after the other.`,
      'Ask several of them together, as a group.',
      ['levels'],
    );
  for (const { memberId, groupId } of steps) {
    if (memberId !== null) await requireMember(tx, memberId);
    if (groupId !== null && (await tx.roster.group(groupId)) === null) throw notFound('group');
  }
};

const once = (steps: readonly StepDraft[]): readonly StepDraft[] =>
  steps.filter(
    (step, at) =>
      steps.findIndex(
        ({ memberId, groupId }) => memberId === step.memberId && groupId === step.groupId,
      ) === at,
  );

const checkedLevels = async (
  tx: Tx,
  levels: readonly LevelDraft[],
): Promise<readonly LevelDraft[]> => {
  if (levels.length < 1 || levels.length > MOST_LEVELS)
    throw new DeskError(
      'invalid',
      'LEVEL_COUNT',
      `An escalation path has 1 to ${MOST_LEVELS} levels.`,
      null,
      ['levels'],
    );
  const checked: LevelDraft[] = [];
  for (const { level, name, acceptMin, steps } of levels) {
    await requireSteps(tx, steps);
    checked.push({
      level,
      name: checkedName(name, 'levels'),
      acceptMin: inRange(acceptMin, 1, WEEK_MIN, 'levels'),
      steps: once(steps),
    });
  }
  return checked.toSorted((one, other) => one.level - other.level);
};

/** A queue that gives out nothing any more must ask about what it was going to give out. */
const askInstead = async (tx: Tx, queueId: string, now: Date): Promise<void> => {
  for (const ticket of await tx.tickets.oldestWaiting(queueId, MOST_WAITING)) {
    const request = { ticketId: ticket.id, expectedVersion: null, actor: ASSIGNMENT };
    await askWhereAlone(tx, ticket, (command) => changeTicket(tx, request, { command }, now), now);
  }
};

/** Changes what a queue does when a ticket needs somebody else. Throws DeskError. */
export const changePathIn = async (
  tx: Tx,
  actor: Actor,
  patch: PathPatch,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const kept = await tx.escalations.path(patch.queueId);
  if (kept === null) throw notFound('queue');
  const before = draftOf(kept);
  const { levels, fallbackId, assignment, escalateOn, expectedVersion } = patch;
  if (typeof fallbackId === 'string') await requireMember(tx, fallbackId);
  const path: PathDraft = {
    fallbackId: fallbackId === undefined ? before.fallbackId : fallbackId,
    assignment: assignment ?? before.assignment,
    escalateOn: escalateOn ?? before.escalateOn,
    levels: levels === undefined ? before.levels : await checkedLevels(tx, levels),
  };
  if (path.assignment !== 'BY_HAND' && (path.levels[0]?.steps.length ?? 0) === 0)
    throw new DeskError(
      'refused',
      'NOBODY_TO_ASSIGN',
      'The first level names nobody, so there is nobody to give tickets to.',
      'Name people or a group at level 1 first.',
      ['assignment'],
    );
  const seen = expectedVersion ?? kept.version;
  if (!(await tx.escalations.savePath(patch.queueId, path, seen, now)))
    throw new DeskError(
      'conflict',
      'PATH_CHANGED',
      'Somebody has changed this escalation path since you looked at it.',
      'Look at it again: it shows how things stand now.',
      ['expectedVersion'],
    );
  if (before.assignment !== 'BY_HAND' && path.assignment === 'BY_HAND')
    await askInstead(tx, patch.queueId, now);
};

/** Names or renames one level; its other people stay. Throws DeskError. */
export const changeLevelIn = async (
  tx: Tx,
  actor: Actor,
  queueId: string,
  changed: Pick<LevelDraft, 'level' | 'name'> & Partial<LevelDraft>,
  expectedVersion: number | null,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const kept = await tx.escalations.path(queueId);
  if (kept === null) throw notFound('queue');
  const { levels } = draftOf(kept);
  const stands = levels.find(({ level }) => level === changed.level);
  const others = levels.filter(({ level }) => level !== changed.level);
  const whole = { acceptMin: ACCEPT_MIN, steps: [], ...stands, ...changed };
  await changePathIn(tx, actor, { queueId, expectedVersion, levels: [...others, whole] }, now);
};
