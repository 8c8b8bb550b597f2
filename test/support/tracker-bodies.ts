import { createHmac } from 'node:crypto';
import type { TrackerKind } from '../../src/domain/work-item';

/** An issue as Linear tells of it (the shape of its documentation, shortened). */
export const linearBody = (more: object = {}, data: object = {}): object => ({
  action: 'create',
  createdAt: '2021-01-30T11:19:39.427Z',
  type: 'Issue',
  url: 'https://linear.app/korosuke613/issue/KOR-11/webhook-test',
  webhookTimestamp: Date.now(),
  data: {
    id: '236e0fe8-0000-4000-8000-b2df06e33810',
    number: 11,
    title: 'webhook test',
    updatedAt: '2021-01-30T11:19:39.427Z',
    state: { id: 's1', name: 'Backlog', color: '#bec2c8', type: 'backlog' },
    team: { id: 't1', name: 'korosuke613', key: 'KOR' },
    ...data,
  },
  ...more,
});

/** An issue as a Jira server told of it (recorded, shortened). */
export const jiraBody = (more: object = {}, fields: object = {}) => ({
  timestamp: 1_515_665_284_225,
  webhookEvent: 'jira:issue_updated',
  issue_event_type_name: 'issue_generic',
  issue: {
    id: '30369',
    self: 'https://jira.test-example.ru/jira/rest/api/2/issue/30369',
    key: 'BBCOM-1398',
    fields: {
      summary: 'Prueba de creación',
      updated: '2018-01-11T13:08:03.317+0300',
      resolution: null,
      status: {
        name: 'Open',
        id: '1',
        statusCategory: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
      },
      ...fields,
    },
  },
  ...more,
});

/** The part of an issue of GitHub that is looked at, in GitHub's shape. */
export const githubBody = (part: object = {}, more: object = {}): object => ({
  action: 'edited',
  issue: {
    html_url: 'https://github.com/acme/app/issues/7',
    number: 7,
    title: 'Export is empty',
    state: 'open',
    state_reason: null,
    updated_at: '2026-03-02T10:00:00Z',
    ...part,
  },
  repository: { full_name: 'acme/app' },
  ...more,
});

const HEADER: Readonly<Record<TrackerKind, readonly [name: string, prefix: string]>> = {
  GITHUB: ['x-hub-signature-256', 'sha256='],
  LINEAR: ['linear-signature', ''],
  JIRA: ['x-hub-signature', 'sha256='],
};

/** The headers a tracker signs these bytes with. */
export const signedBy = (
  kind: TrackerKind,
  secret: string,
  body: string | Buffer,
): Record<string, string> => {
  const [name, prefix] = HEADER[kind];
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return { 'content-type': 'application/json', [name]: `${prefix}${digest}` };
};
