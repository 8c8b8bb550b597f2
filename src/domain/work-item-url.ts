import { DeskError } from './errors';
import {
  TRACKER_NAMES,
  type TrackerKind,
  type TrackerSite,
  type WorkItemAddress,
} from './work-item';

const LONGEST = 2_000;
const GITHUB = 'github.com';
const LINEAR = 'linear.app';
const JIRA_CLOUD = '.atlassian.net';

const ISSUE =
  /^\/([a-z\d][a-z\d-]{0,38})\/([\w.-]{1,100})\/(?:issues|pull)\/([1-9]\d{0,9})(?:\/|$)/i;
const LINEAR_ISSUE =
  /^\/([a-z\d][a-z\d_-]{0,99})\/issue\/([a-z][a-z\d]{0,9}-[1-9]\d{0,9})(?:\/|$)/i;
const JIRA_KEY = '[a-z][a-z\\d_]{0,49}-[1-9]\\d{0,9}';
const BROWSED = new RegExp(`^/browse/(${JIRA_KEY})(?:/|$)`, 'i');
const IN_PROJECT = new RegExp(`/issues/(${JIRA_KEY})/?$`, 'i');
const SELECTED = new RegExp(`^${JIRA_KEY}$`, 'i');

/** Only https, without a name and password in it. */
const parsed = (text: string): URL | null => {
  const given = text.trim();
  if (given.length > LONGEST || !URL.canParse(given)) return null;
  const url = new URL(given);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
};

/** An issue and a pull request share one series of numbers: GitHub leads from one to the other. */
const ofGithub = (site: string, path: string): WorkItemAddress | null => {
  const [, owner, repository, number] = ISSUE.exec(path) ?? [];
  if (owner === undefined || repository === undefined || number === undefined) return null;
  const name = `${owner}/${repository}`.toLowerCase();
  return {
    kind: 'GITHUB',
    site,
    key: `${name}#${number}`,
    url: `https://${site}/${name}/issues/${number}`,
  };
};

const ofLinear = (path: string): WorkItemAddress | null => {
  const [, workspace, key] = LINEAR_ISSUE.exec(path) ?? [];
  if (workspace === undefined || key === undefined) return null;
  const site = `${LINEAR}/${workspace.toLowerCase()}`;
  return {
    kind: 'LINEAR',
    site,
    key: key.toUpperCase(),
    url: `https://${site}/issue/${key.toUpperCase()}`,
  };
};

/** An issue's own page, its place in a project, or a board on which it is open. */
const ofJira = (site: string, path: string, url: URL): WorkItemAddress | null => {
  const selected = url.searchParams.get('selectedIssue') ?? '';
  const key =
    BROWSED.exec(path)?.[1] ??
    (SELECTED.test(selected) ? selected : undefined) ??
    IN_PROJECT.exec(path)?.[1];
  return key === undefined ? null : jiraItem(site, key);
};

/** What Jira calls an item is enough where its place is known. */
export const jiraItem = (site: string, key: string): WorkItemAddress => ({
  kind: 'JIRA',
  site,
  key: key.toUpperCase(),
  url: `https://${site}/browse/${key.toUpperCase()}`,
});

/** The part of the path behind a site; null when the address is of another place. */
const behind = (url: URL, site: string): string | null => {
  const whole = `${url.host}${url.pathname}`;
  return whole.toLowerCase().startsWith(`${site}/`) ? whole.slice(site.length) : null;
};

const found = (url: URL, sites: readonly TrackerSite[]): WorkItemAddress | null => {
  if (url.host === GITHUB) return ofGithub(GITHUB, url.pathname);
  if (url.host === LINEAR) return ofLinear(url.pathname);
  // The longer one first: a host may serve two of them, one below the other.
  for (const { kind, site } of sites.toSorted((a, b) => b.site.length - a.site.length)) {
    const path = behind(url, site);
    if (path === null || kind === 'LINEAR') continue;
    const item = kind === 'GITHUB' ? ofGithub(site, path) : ofJira(site, path, url);
    if (item !== null) return item;
  }
  return url.host.endsWith(JIRA_CLOUD) ? ofJira(url.host, url.pathname, url) : null;
};

/** The item an address names; null for anything else. `sites`: hosts of one's own. */
export const workItemAt = (
  text: string,
  sites: readonly TrackerSite[] = [],
): WorkItemAddress | null => {
  const url = parsed(text);
  return url === null ? null : found(url, sites);
};

/** The same; throws `invalid` with what to do. */
export const requireWorkItem = (text: string, sites: readonly TrackerSite[]): WorkItemAddress => {
  const item = workItemAt(text, sites);
  if (item !== null) return item;
  throw new DeskError(
    'invalid',
    'NOT_A_WORK_ITEM',
    'That is no address of an issue or pull request this desk knows.',
    'Copy the https address of a GitHub issue or pull request, a Linear issue or a Jira issue. A Jira or GitHub of your own is first connected by an administrator.',
    ['url'],
  );
};

const SITE = /^[a-z\d.-]+(:\d{1,5})?(\/[\w.-]+)*$/;

const refusedSite = (kind: TrackerKind): DeskError =>
  new DeskError(
    'invalid',
    'TRACKER_SITE',
    `That is no place of ${TRACKER_NAMES[kind]}.`,
    kind === 'LINEAR'
      ? 'Give the workspace as it stands in its addresses, for example linear.app/acme.'
      : 'Give its host name, for example jira.example.com or acme.atlassian.net.',
    ['site'],
  );

/** A tracker's place in one spelling, from whatever an administrator types. Throws `invalid`. */
export const trackerSite = (kind: TrackerKind, given: string | null): TrackerSite => {
  const typed = (given ?? '')
    .trim()
    .replace(/^https:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
  if (typed === '' && kind === 'GITHUB') return { kind, site: GITHUB };
  const site =
    kind === 'LINEAR' && !typed.includes('/') && !typed.includes('.') && typed !== ''
      ? `${LINEAR}/${typed}`
      : typed;
  const isTaken = kind === 'JIRA' ? site === GITHUB || site.startsWith(LINEAR) : false;
  const fits =
    kind === 'LINEAR' ? /^linear\.app\/[a-z\d][a-z\d_-]{0,99}$/.test(site) : SITE.test(site);
  if (!fits || isTaken || site.length > 200 || !URL.canParse(`https://${site}`))
    throw refusedSite(kind);
  return { kind, site };
};
