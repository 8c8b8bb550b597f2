import { createHmac } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import examples from '@octokit/webhooks-examples';
import { readReport } from '../../src/app/work-items/tracker-payloads';
import { isFresh, isSignedBy } from '../../src/app/work-items/tracker-signature';
import { NOW } from '../support/samples';
import { jiraBody, linearBody } from '../support/tracker-bodies';

const GITHUB = { kind: 'GITHUB', site: 'github.com' } as const;
const LINEAR = { kind: 'LINEAR', site: 'linear.app/korosuke613' } as const;
const JIRA = { kind: 'JIRA', site: 'jira.test-example.ru/jira' } as const;

const ofEvent = (name: string) =>
  examples.filter((one) => one.name === name).flatMap((one) => one.examples);

describe('what GitHub sends', () => {
  test('every recorded issue and pull request is read, with its state as GitHub has it', () => {
    let read = 0;
    for (const body of [...ofEvent('issues'), ...ofEvent('pull_request')]) {
      const report = readReport(GITHUB, body);
      const said = 'issue' in body ? body.issue : 'pull_request' in body ? body.pull_request : null;
      if (said === null) throw new Error('neither');
      // A pull request among the issues, whose end says nothing of a merge, or half an issue.
      const isHalf = 'issue' in body && ('pull_request' in said || said.state === undefined);
      expect([said.html_url, report === null]).toEqual([said.html_url, isHalf]);
      if (report === null) continue;
      read += 1;
      expect(report.address.key).toMatch(/^[\w-]+\/[\w.-]+#\d+$/);
      expect(report.facts.title).toBe(said.title);
      expect(report.facts.changedAt).toEqual(new Date(said.updated_at));
      const isClosed = report.facts.state === 'DONE' || report.facts.state === 'CANCELLED';
      const isDeleted = 'action' in body && body.action === 'deleted';
      expect(isClosed).toBe(said.state === 'closed' || isDeleted);
    }
    expect(read).toBeGreaterThan(45);
  });

  test('of every other recorded event nothing is read, but the state of a pull request it shows', () => {
    const others = examples.filter(({ name }) => name !== 'issues' && name !== 'pull_request');
    expect(others.length).toBeGreaterThan(50);
    for (const { name, examples: bodies } of others)
      for (const body of bodies)
        expect([name, readReport(GITHUB, body) !== null]).toEqual([
          name,
          'pull_request' in body && 'state' in Object(body.pull_request),
        ]);
  });

  test('another GitHub than the one that is connected has nothing to say', () => {
    const [body] = ofEvent('issues');
    expect(readReport({ kind: 'GITHUB', site: 'github.example.com' }, body)).toBeNull();
  });
});

describe('what Linear sends', () => {
  test('a change of an issue, by its own page of this workspace', () => {
    expect(readReport(LINEAR, linearBody())).toEqual({
      address: {
        ...LINEAR,
        key: 'KOR-11',
        url: 'https://linear.app/korosuke613/issue/KOR-11',
      },
      externalId: '236e0fe8-0000-4000-8000-b2df06e33810',
      formerKeys: [],
      facts: {
        title: 'webhook test',
        state: 'TODO',
        stateName: 'Backlog',
        changedAt: new Date('2021-01-30T11:19:39.427Z'),
      },
    });
    expect(readReport({ kind: 'LINEAR', site: 'linear.app/other' }, linearBody())).toBeNull();
  });

  test('a removed one; and comments are nothing to us', () => {
    expect(readReport(LINEAR, linearBody({ action: 'remove' }))?.facts.state).toBe('CANCELLED');
    expect(readReport(LINEAR, linearBody({ type: 'Comment' }))).toBeNull();
  });

  test('is old after five minutes, and without its time it is nothing', () => {
    const sent = (ms: number) => isFresh('LINEAR', { webhookTimestamp: NOW.getTime() + ms }, NOW);
    expect([sent(0), sent(-299_000), sent(299_000)]).toEqual([true, true, true]);
    expect([sent(-301_000), sent(301_000)]).toEqual([false, false]);
    expect(isFresh('LINEAR', {}, NOW)).toBe(false);
    expect(isFresh('LINEAR', { webhookTimestamp: String(NOW.getTime()) }, NOW)).toBe(false);
  });
});

describe('what Jira sends', () => {
  test('a change of an issue, whose place is where Jira was connected', () => {
    expect(readReport(JIRA, jiraBody())).toEqual({
      address: {
        ...JIRA,
        key: 'BBCOM-1398',
        url: 'https://jira.test-example.ru/jira/browse/BBCOM-1398',
      },
      externalId: '30369',
      formerKeys: [],
      facts: {
        title: 'Prueba de creación',
        state: 'TODO',
        stateName: 'Open',
        changedAt: new Date('2018-01-11T10:08:03.317Z'),
      },
    });
  });

  test('one that was deleted; a project, or half an issue, is nothing', () => {
    const deleted = jiraBody({ webhookEvent: 'jira:issue_deleted', timestamp: 1_515_665_300_000 });
    expect(readReport(JIRA, deleted)?.facts).toMatchObject({
      state: 'CANCELLED',
      changedAt: new Date(1_515_665_300_000),
    });
    expect(readReport(JIRA, jiraBody({ webhookEvent: 'project_created' }))).toBeNull();
    expect(readReport(JIRA, jiraBody({ issue: { key: '../../x', fields: {} } }))).toBeNull();
  });
});

describe('an issue that moves', () => {
  test('from one repository of GitHub to another, as both tell of it', () => {
    const moves = ofEvent('issues').flatMap((body) => {
      const report = 'changes' in body ? readReport(GITHUB, body) : null;
      return report === null || report.formerKeys.length === 0 ? [] : [report];
    });
    expect(moves).toHaveLength(2);
    for (const { address, externalId, formerKeys } of moves)
      expect({ key: address.key, externalId, formerKeys }).toEqual({
        key: 'codertocat/hello-world#1',
        externalId: 'issue:444500041',
        formerKeys: ['octo-org/hello-world-npm#1'],
      });
  });

  test('to another team of Linear, and to another project of Jira', () => {
    const url = 'https://linear.app/korosuke613/issue/OPS-3/webhook-test';
    const moved = linearBody({ url }, { previousIdentifiers: ['KOR-11', 'ABC-1'] });
    expect(readReport(LINEAR, moved)).toMatchObject({
      address: { key: 'OPS-3' },
      externalId: '236e0fe8-0000-4000-8000-b2df06e33810',
      formerKeys: ['KOR-11', 'ABC-1'],
    });
    const items = [
      { field: 'project', fromString: 'Business', toString: 'Operations' },
      { field: 'Key', fromString: 'OLD-7', toString: 'BBCOM-1398' },
      { field: 'Key', fromString: null, toString: 'x' },
    ];
    expect(readReport(JIRA, jiraBody({ changelog: { id: '1', items } }))).toMatchObject({
      address: { key: 'BBCOM-1398' },
      externalId: '30369',
      formerKeys: ['OLD-7'],
    });
    for (const changelog of [null, {}, { items: 7 }, { items: [{ field: 'Key' }] }])
      expect(readReport(JIRA, jiraBody({ changelog }))?.formerKeys).toEqual([]);
  });
});

it.each([null, [], 'text', 7, {}, { issue: null }, { type: 'Issue', data: [] }])(
  'of %j nothing is read',
  (body) => {
    for (const site of [GITHUB, LINEAR, JIRA]) expect(readReport(site, body)).toBeNull();
  },
);

describe('a signature', () => {
  const raw = Buffer.from('Hello, World!');
  const secret = "It's a Secret to Everybody";
  const hex = createHmac('sha256', secret).update(raw).digest('hex');

  test('is the one of GitHub’s own documentation', () => {
    const told = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect(isSignedBy('GITHUB', secret, raw, [told])).toBe(true);
    expect(isSignedBy('JIRA', secret, raw, [told])).toBe(true);
    expect(isSignedBy('LINEAR', secret, raw, [hex])).toBe(true);
  });

  it.each([
    ['absent', []],
    ['twice', [`sha256=${hex}`, `sha256=${hex}`]],
    ['without its method', [hex]],
    ['of an older method', [`sha1=${hex}`]],
    ['cut off', [`sha256=${hex.slice(0, 62)}`]],
    ['longer', [`sha256=${hex}00`]],
    ['empty', ['sha256=']],
    ['of other bytes', [`sha256=${'0'.repeat(64)}`]],
  ])('that is %s is none', (_, given) => {
    expect(isSignedBy('GITHUB', secret, raw, given)).toBe(false);
  });

  test('of other bytes or another secret is none', () => {
    const given = [`sha256=${hex}`];
    expect(isSignedBy('GITHUB', secret, Buffer.from('Hello, World'), given)).toBe(false);
    expect(isSignedBy('GITHUB', `${secret}!`, raw, given)).toBe(false);
  });
});
