import { z } from 'zod';
import { storable } from '../../domain/text';
import {
  REMOVED,
  stateOfGithubIssue,
  stateOfJira,
  stateOfLinear,
  stateOfPullRequest,
  type TrackerKind,
  type TrackerSite,
  type WorkItemAddress,
  type WorkItemFacts,
} from '../../domain/work-item';
import { jiraItem, workItemAt } from '../../domain/work-item-url';
import type { WorkItemNames } from '../ports/work-items';

/** What a tracker told of one item. */
export interface Report extends WorkItemNames {
  readonly facts: WorkItemFacts;
}

const LONGEST_TITLE = 300;
const words = z.string().transform((text) => [...storable(text)].slice(0, LONGEST_TITLE).join(''));
const instant = z.coerce.date();

/** The same issue in another repository: a new one there, with another id. */
const elsewhere = z.object({ id: z.number(), html_url: z.string() }).optional().catch(undefined);
const githubIssue = z.object({
  action: z.string(),
  changes: z.object({ new_issue: elsewhere, old_issue: elsewhere }).optional().catch(undefined),
  /** What is done to a comment is not done to the issue it stands under. */
  comment: z.never().optional(),
  issue: z.object({
    pull_request: z.never().optional(),
    id: z.number().optional(),
    html_url: z.string(),
    title: words,
    state: words,
    state_reason: z.string().nullish(),
    updated_at: instant,
  }),
});
const githubPullRequest = z.object({
  pull_request: z.object({
    id: z.number().optional(),
    html_url: z.string(),
    title: words,
    state: words,
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    draft: z.boolean().nullish(),
    updated_at: instant,
  }),
});
const linearIssue = z.object({
  type: z.literal('Issue'),
  action: z.string(),
  createdAt: instant,
  url: z.string().optional(),
  data: z.object({
    id: z.string().max(100).optional(),
    previousIdentifiers: z.array(z.string().max(100)).max(100).optional().catch(undefined),
    url: z.string().optional(),
    title: words,
    updatedAt: instant,
    state: z.object({ name: words, type: z.string() }),
  }),
});
const JIRA_KEY = /^[A-Za-z][A-Za-z\d_]{0,49}-[1-9]\d{0,9}$/;
const jiraIssue = z.object({
  webhookEvent: z.string().startsWith('jira:issue_'),
  timestamp: z.number().optional().catch(undefined),
  /** A move to another project changes the field *Key*. */
  changelog: z
    .object({ items: z.array(z.object({ field: z.string(), fromString: z.string().nullish() })) })
    .optional()
    .catch(undefined),
  issue: z.object({
    id: z.string().max(100).optional().catch(undefined),
    key: z.string().regex(JIRA_KEY),
    fields: z.object({
      summary: words,
      updated: instant,
      status: z.object({
        name: words,
        statusCategory: z.object({ key: z.string() }).optional().catch(undefined),
      }),
      resolution: z.object({ name: z.string() }).nullish().catch(null),
    }),
  }),
});

type Reader = (body: unknown, site: TrackerSite) => Report | null;

/** Whatever lies at another place than the one that was connected is not its to tell. */
const at = (url: string, site: TrackerSite): WorkItemAddress | null => {
  const address = workItemAt(url, [site]);
  return address?.kind === site.kind && address.site === site.site ? address : null;
};

const reported = (
  address: WorkItemAddress | null,
  facts: WorkItemFacts,
  externalId: string | null = null,
  formerKeys: readonly string[] = [],
): Report | null => (address === null ? null : { address, externalId, formerKeys, facts });

const idOf = (kind: 'issue' | 'pull', id: number | undefined): string | null =>
  id === undefined ? null : `${kind}:${id}`;

const readGithub: Reader = (body, site) => {
  const pull = githubPullRequest.safeParse(body);
  if (pull.success) {
    const { html_url, title, state, merged, merged_at, draft, updated_at } = pull.data.pull_request;
    const isMerged = merged === true || typeof merged_at === 'string';
    const named = stateOfPullRequest(state, isMerged, draft === true);
    const facts = { title, changedAt: updated_at, ...named };
    return reported(at(html_url, site), facts, idOf('pull', pull.data.pull_request.id));
  }
  const issue = githubIssue.safeParse(body);
  if (!issue.success) return null;
  const { html_url, title, state, state_reason, updated_at } = issue.data.issue;
  const named =
    issue.data.action === 'deleted' ? REMOVED : stateOfGithubIssue(state, state_reason ?? null);
  const facts = { title, changedAt: updated_at, ...named };
  const { new_issue: next, old_issue: last } = issue.data.changes ?? {};
  const here = { id: issue.data.issue.id, html_url };
  const [now, before] = next === undefined ? [here, last] : [next, here];
  const former = before === undefined ? null : at(before.html_url, site);
  const formerKeys = former === null ? [] : [former.key];
  return reported(at(now.html_url, site), facts, idOf('issue', now.id), formerKeys);
};

const readLinear: Reader = (body, site) => {
  const issue = linearIssue.safeParse(body);
  if (!issue.success) return null;
  const { action, createdAt, url, data } = issue.data;
  const address = at(data.url ?? url ?? '', site);
  const { id = null, title, previousIdentifiers = [], state } = data;
  const facts =
    action === 'remove'
      ? { title, changedAt: createdAt, ...REMOVED }
      : { title, changedAt: data.updatedAt, ...stateOfLinear(state.type, state.name) };
  const formerKeys = previousIdentifiers.map((key) => key.toUpperCase());
  return reported(address, facts, id, formerKeys);
};

const readJira: Reader = (body, site) => {
  const parsed = jiraIssue.safeParse(body);
  if (!parsed.success) return null;
  const { webhookEvent, timestamp, issue, changelog } = parsed.data;
  const { summary: title, updated, status, resolution } = issue.fields;
  const address = jiraItem(site.site, issue.key);
  const formerKeys = (changelog?.items ?? [])
    .filter(({ field, fromString }) => field === 'Key' && JIRA_KEY.test(fromString ?? ''))
    .map(({ fromString }) => (fromString ?? '').toUpperCase());
  const externalId = issue.id ?? null;
  if (webhookEvent === 'jira:issue_deleted') {
    const changedAt = timestamp === undefined ? updated : new Date(timestamp);
    return { address, externalId, formerKeys, facts: { title, changedAt, ...REMOVED } };
  }
  const named = stateOfJira(
    status.statusCategory?.key ?? '',
    status.name,
    resolution?.name ?? null,
  );
  return { address, externalId, formerKeys, facts: { title, changedAt: updated, ...named } };
};

const READERS: Readonly<Record<TrackerKind, Reader>> = {
  GITHUB: readGithub,
  LINEAR: readLinear,
  JIRA: readJira,
};

/** What a signed body says of an item; null for everything else a tracker may tell. Pure. */
export const readReport = (site: TrackerSite, body: unknown): Report | null =>
  READERS[site.kind](body, site);
