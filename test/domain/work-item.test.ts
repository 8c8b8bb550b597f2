import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isNews,
  stateOfGithubIssue,
  stateOfJira,
  stateOfLinear,
  stateOfPullRequest,
  WORK_ITEM_STATES,
  type WorkItemFacts,
} from '../../src/domain/work-item';
import { requireWorkItem, trackerSite, workItemAt } from '../../src/domain/work-item-url';
import { failureOf } from '../support/samples';

const OURS = [
  { kind: 'JIRA', site: 'jira.example.com:8443/jira' },
  { kind: 'JIRA', site: 'jira.example.com:8443' },
  { kind: 'GITHUB', site: 'github.example.com' },
] as const;

describe('the address of a work item', () => {
  it.each([
    ['https://github.com/Acme/App/issues/7', 'GITHUB', 'github.com', 'acme/app#7'],
    ['https://github.com/acme/app/pull/7/files?w=1#diff', 'GITHUB', 'github.com', 'acme/app#7'],
    [
      '  https://GitHub.com/acme/a.pp_-1/issues/7#issuecomment-1 ',
      'GITHUB',
      'github.com',
      'acme/a.pp_-1#7',
    ],
    ['https://github.example.com/acme/app/issues/7', 'GITHUB', 'github.example.com', 'acme/app#7'],
    [
      'https://linear.app/Acme/issue/eng-12/the-export-is-empty',
      'LINEAR',
      'linear.app/acme',
      'ENG-12',
    ],
    ['https://linear.app/acme/issue/ENG-12', 'LINEAR', 'linear.app/acme', 'ENG-12'],
    [
      'https://acme.atlassian.net/browse/app-12?focusedId=1',
      'JIRA',
      'acme.atlassian.net',
      'APP-12',
    ],
    [
      'https://acme.atlassian.net/jira/software/projects/APP/boards/1?selectedIssue=APP-12',
      'JIRA',
      'acme.atlassian.net',
      'APP-12',
    ],
    [
      'https://acme.atlassian.net/jira/core/projects/APP/issues/APP-12',
      'JIRA',
      'acme.atlassian.net',
      'APP-12',
    ],
    [
      'https://jira.example.com:8443/jira/browse/A_B-1',
      'JIRA',
      'jira.example.com:8443/jira',
      'A_B-1',
    ],
    ['https://jira.example.com:8443/browse/APP-1', 'JIRA', 'jira.example.com:8443', 'APP-1'],
  ])('%s', (url, kind, site, key) => {
    const item = workItemAt(url, OURS);
    expect(item).toMatchObject({ kind, site, key });
    // Its one spelling names it again.
    expect(workItemAt(item?.url ?? '', OURS)).toEqual(item);
  });

  it('of an issue and of the pull request of that number is one', () => {
    expect(workItemAt('https://github.com/acme/app/pull/7')).toEqual(
      workItemAt('https://github.com/ACME/app/issues/7'),
    );
  });

  it.each([
    'nonsense',
    '',
    'javascript:alert(1)',
    'http://github.com/acme/app/issues/7',
    'https://user:password@github.com/acme/app/issues/7',
    'https://github.com.evil.example/acme/app/issues/7',
    'https://evil.example/github.com/acme/app/issues/7',
    'https://github.com:444/acme/app/issues/7',
    'https://github.com/acme/app/issues/0',
    'https://github.com/acme/app/issues/7x',
    'https://github.com/acme/app/discussions/7',
    'https://github.com/acme/app',
    'https://linear.app/acme/project/x-1',
    'https://linear.app/acme/issue/12',
    'https://evilatlassian.net/browse/APP-1',
    'https://atlassian.net/browse/APP-1',
    'https://jira.other.example/browse/APP-1',
    'https://jira.example.com/browse/APP-1',
    'https://acme.atlassian.net/browse/APP-0',
    'https://acme.atlassian.net/browse/APP-1%0d%0aX',
    `https://github.com/acme/app/issues/7?${'x'.repeat(2_000)}`,
  ])('is not %s', (url) => {
    const failure = failureOf(() => requireWorkItem(url, OURS));
    expect(failure).toMatchObject({ kind: 'invalid', code: 'NOT_A_WORK_ITEM', path: ['url'] });
    expect(failure.hint).toContain('Copy the https address');
  });

  const word = fc.stringMatching(/^[a-z][a-z\d]{0,8}$/);
  const number = fc.integer({ min: 1, max: 9_999_999 });
  const tail = fc.stringMatching(/^(\/[a-z-]{1,8})?(\?[a-z]=\d)?(#[a-z]{1,5})?$/);

  test('whatever stands behind it, and in whichever case, it is the same item', () => {
    fc.assert(
      fc.property(word, word, number, tail, fc.boolean(), (one, two, count, behind, isLoud) => {
        const said = (text: string): string => (isLoud ? text.toUpperCase() : text);
        const given = [
          [
            `https://github.com/${said(one)}/${said(two)}/issues/${count}`,
            `${one}/${two}#${count}`,
          ],
          [
            `https://linear.app/${said(one)}/issue/${said(two)}-${count}`,
            `${two.toUpperCase()}-${count}`,
          ],
        ] as const;
        for (const [url, key] of given) {
          const item = workItemAt(`${url}${behind}`);
          expect(item?.key).toBe(key);
          expect(workItemAt(item?.url ?? '')).toEqual(item);
        }
      }),
    );
  });

  test('of anything is an item or nothing, and its spelling is always https of a known place', () => {
    const hostile = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string(),
    );
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom('', 'https://github.com/', 'https://a.atlassian.net/'),
        (text, before) => {
          const item = workItemAt(`${before}${text}`, OURS);
          if (item === null) return;
          expect(new URL(item.url).protocol).toBe('https:');
          expect(item.url).not.toMatch(/[<>"'\s|]/);
        },
      ),
    );
  });
});

describe('the place of a tracker', () => {
  it.each([
    ['GITHUB', null, 'github.com'],
    ['GITHUB', 'https://GitHub.example.com/', 'github.example.com'],
    ['LINEAR', 'Acme', 'linear.app/acme'],
    ['LINEAR', 'https://linear.app/acme/', 'linear.app/acme'],
    ['JIRA', 'https://jira.example.com:8443/jira', 'jira.example.com:8443/jira'],
    ['JIRA', 'acme.atlassian.net', 'acme.atlassian.net'],
  ] as const)('%s %s', (kind, given, site) => {
    expect(trackerSite(kind, given)).toEqual({ kind, site });
  });

  it.each([
    ['JIRA', null],
    ['JIRA', 'http://jira.example.com'],
    ['JIRA', 'github.com'],
    ['JIRA', 'a b'],
    ['JIRA', 'user@jira.example.com'],
    ['JIRA', 'jira.example.com?x'],
    ['LINEAR', null],
    ['LINEAR', 'https://evil.example/acme'],
  ] as const)('is not %s %s', (kind, given) => {
    expect(failureOf(() => trackerSite(kind, given))).toMatchObject({
      code: 'TRACKER_SITE',
      path: ['site'],
    });
  });
});

describe('what trackers call a state', () => {
  it.each([
    [stateOfGithubIssue('open', null), 'TODO', 'Open'],
    [stateOfGithubIssue('closed', 'completed'), 'DONE', 'Closed'],
    [stateOfGithubIssue('closed', null), 'DONE', 'Closed'],
    [stateOfGithubIssue('closed', 'not_planned'), 'CANCELLED', 'Closed as not planned'],
    [stateOfGithubIssue('closed', 'duplicate'), 'CANCELLED', 'Closed as duplicate'],
    [stateOfGithubIssue('frozen', null), 'UNKNOWN', 'frozen'],
    [stateOfPullRequest('open', false, true), 'IN_PROGRESS', 'Draft'],
    [stateOfPullRequest('open', false, false), 'IN_PROGRESS', 'Open'],
    [stateOfPullRequest('closed', true, false), 'DONE', 'Merged'],
    [stateOfPullRequest('closed', false, false), 'CANCELLED', 'Closed'],
    [stateOfLinear('triage', 'Triage'), 'TODO', 'Triage'],
    [stateOfLinear('started', 'In Review'), 'IN_PROGRESS', 'In Review'],
    [stateOfLinear('completed', 'Shipped'), 'DONE', 'Shipped'],
    [stateOfLinear('canceled', 'Canceled'), 'CANCELLED', 'Canceled'],
    [stateOfLinear('invented', 'New'), 'UNKNOWN', 'New'],
    [stateOfJira('new', 'Open', null), 'TODO', 'Open'],
    [stateOfJira('indeterminate', 'In Arbeit', null), 'IN_PROGRESS', 'In Arbeit'],
    [stateOfJira('done', 'Erledigt', 'Done'), 'DONE', 'Erledigt'],
    [stateOfJira('done', 'Closed', 'Won’t Fix'), 'CANCELLED', 'Closed'],
    [stateOfJira('', 'Odd', null), 'UNKNOWN', 'Odd'],
  ])('%j', (named, state, stateName) => {
    expect(named).toEqual({ state, stateName });
  });
});

test('reports that come twice and in any order end in the same', () => {
  const report: fc.Arbitrary<WorkItemFacts> = fc.record({
    title: fc.constantFrom('one', 'two', null),
    state: fc.constantFrom(...WORK_ITEM_STATES),
    stateName: fc.constantFrom('Open', 'Closed', null),
    changedAt: fc.integer({ min: 0, max: 3 }).map((second) => new Date(second * 1_000)),
  });
  const never: WorkItemFacts = { title: null, state: 'UNKNOWN', stateName: null, changedAt: null };
  const followed = (reports: readonly WorkItemFacts[]): WorkItemFacts =>
    reports.reduce((stands, one) => (isNews(stands, one) ? one : stands), never);
  fc.assert(
    fc.property(
      fc
        .array(report, { minLength: 1, maxLength: 8 })
        .chain((told) =>
          fc.tuple(
            fc.constant(told),
            fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
          ),
        ),
      ([told, again]) => {
        const end = followed(told);
        expect(followed(again)).toEqual(end);
        // It never goes back in time, whatever follows.
        for (const one of told) expect(isNews(end, one)).toBe(false);
      },
    ),
  );
});
