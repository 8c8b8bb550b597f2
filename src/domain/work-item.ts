import { shorten } from './text';

/** Where developers keep what they work on. */
export const TRACKER_KINDS = ['GITHUB', 'LINEAR', 'JIRA'] as const;
export type TrackerKind = (typeof TRACKER_KINDS)[number];

export const TRACKER_NAMES: Readonly<Record<TrackerKind, string>> = {
  GITHUB: 'GitHub',
  LINEAR: 'Linear',
  JIRA: 'Jira',
};

/** `UNKNOWN`: its tracker has not told us anything of it yet, or something we do not understand. */
export const WORK_ITEM_STATES = ['UNKNOWN', 'TODO', 'IN_PROGRESS', 'CANCELLED', 'DONE'] as const;
export type WorkItemState = (typeof WORK_ITEM_STATES)[number];

/** One place of a tracker: its host with port and path, or a workspace of Linear. */
export interface TrackerSite {
  readonly kind: TrackerKind;
  readonly site: string;
}

/** One issue or pull request: what it is called there, and its address in one spelling. */
export interface WorkItemAddress extends TrackerSite {
  readonly key: string;
  readonly url: string;
}

/** What a tracker says of an item. */
export interface WorkItemFacts {
  readonly title: string | null;
  readonly state: WorkItemState;
  /** What the tracker calls that state; null: it has not said. */
  readonly stateName: string | null;
  /** When the item last changed, by the tracker's clock; null: it has not said. */
  readonly changedAt: Date | null;
}

/** Where a ticket's item stands, as people are shown it. */
export type Standing = Pick<WorkItemFacts, 'state' | 'stateName'>;

type Named = Omit<WorkItemFacts, 'title' | 'changedAt'>;

/** An issue of GitHub knows open and closed, and why it was closed. */
export const stateOfGithubIssue = (state: string, reason: string | null): Named => {
  if (state === 'open') return { state: 'TODO', stateName: 'Open' };
  if (state !== 'closed') return { state: 'UNKNOWN', stateName: state };
  if (reason === 'not_planned') return { state: 'CANCELLED', stateName: 'Closed as not planned' };
  if (reason === 'duplicate') return { state: 'CANCELLED', stateName: 'Closed as duplicate' };
  return { state: 'DONE', stateName: 'Closed' };
};

/** Somebody works on a pull request from its beginning; without a merge nothing came of it. */
export const stateOfPullRequest = (state: string, isMerged: boolean, isDraft: boolean): Named => {
  if (isMerged) return { state: 'DONE', stateName: 'Merged' };
  if (state === 'open') return { state: 'IN_PROGRESS', stateName: isDraft ? 'Draft' : 'Open' };
  return state === 'closed'
    ? { state: 'CANCELLED', stateName: 'Closed' }
    : { state: 'UNKNOWN', stateName: state };
};

const LINEAR_TYPES: ReadonlyMap<string, WorkItemState> = new Map([
  ['triage', 'TODO'],
  ['backlog', 'TODO'],
  ['unstarted', 'TODO'],
  ['started', 'IN_PROGRESS'],
  ['completed', 'DONE'],
  ['canceled', 'CANCELLED'],
  ['duplicate', 'CANCELLED'],
]);

/** A team names its states as it likes; each is of one of Linear's types. */
export const stateOfLinear = (type: string, name: string): Named => ({
  state: LINEAR_TYPES.get(type) ?? 'UNKNOWN',
  stateName: name,
});

const JIRA_CATEGORIES: ReadonlyMap<string, WorkItemState> = new Map([
  ['new', 'TODO'],
  ['indeterminate', 'IN_PROGRESS'],
  ['done', 'DONE'],
]);

/** Resolutions that Jira comes with and that say that nothing was made of it. */
const NOT_DONE = /^(won['’]t (do|fix)|duplicate|cannot reproduce|declined|incomplete)$/i;

/** A workflow names its states as it likes; each is of one of Jira's three categories. */
export const stateOfJira = (category: string, name: string, resolution: string | null): Named => {
  const state = JIRA_CATEGORIES.get(category) ?? 'UNKNOWN';
  const isLeft = state === 'DONE' && resolution !== null && NOT_DONE.test(resolution.trim());
  return { state: isLeft ? 'CANCELLED' : state, stateName: name };
};

export const REMOVED: Named = { state: 'CANCELLED', stateName: 'Deleted' };

/** What differs only within one instant: clocks of a second tell two changes as one. */
const tieOf = ({ state, stateName, title }: WorkItemFacts): string =>
  JSON.stringify([WORK_ITEM_STATES.indexOf(state), stateName, title]);

/**
 * Whether a report says more than what stands. Whatever comes twice or out of order, the same
 * stands in the end: the newest by the tracker's clock, and of one instant the furthest state.
 */
export const isNews = (standing: WorkItemFacts, report: WorkItemFacts): boolean => {
  const stood = standing.changedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const said = report.changedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return said === stood ? tieOf(report) > tieOf(standing) : said > stood;
};

export const isSameStanding = (one: Standing, other: Standing): boolean =>
  one.state === other.state && one.stateName === other.stateName;

/** As many as a card and a person can look over. */
export const MOST_WORK_ITEMS = 20;

const STATE_WORDS: Readonly<Record<WorkItemState, string>> = {
  UNKNOWN: 'state not told yet',
  TODO: 'to do',
  IN_PROGRESS: 'in progress',
  CANCELLED: 'cancelled',
  DONE: 'done',
};

/** Where an item stands: in the desk's word, and the tracker's own where it says something else. */
export const standingWords = ({ state, stateName }: Standing): string => {
  const ours = STATE_WORDS[state];
  return stateName === null || stateName.toLowerCase() === ours
    ? ours
    : `${ours} (${shorten(stateName, 40)})`;
};

/** How an item is called in a list of links. */
export const workItemLabel = ({
  key,
  ...standing
}: Standing & Pick<WorkItemAddress, 'key'>): string => `${key} · ${standingWords(standing)}`;
