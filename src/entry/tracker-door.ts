import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { validate } from 'uuid';
import type { Desk } from '../app/desk';
import type { TrackerKeys } from '../app/ports/work-items';
import { followReport } from '../app/work-items/follow-work-items';
import { readReport } from '../app/work-items/tracker-payloads';
import { isFresh, isSignedBy, signatureHeader } from '../app/work-items/tracker-signature';
import { DeskError } from '../domain/errors';
import { headersFor, readBody, refuseUnread } from '../lib/door-guard';

/** Below it each connection has its own address. */
export const TRACKER_PATH = '/webhooks/trackers/';

export interface TrackerDoorDeps {
  readonly desk: Pick<Desk, 'unitOfWork' | 'clock' | 'log'>;
  readonly keys: TrackerKeys;
  /** After a commit: tickets have to be told. */
  readonly onMoved: () => void;
}

interface Answer {
  readonly status: number;
  readonly says: string;
}

const jsonOf = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Only the address tells which connection, and only its row whose it is. */
const idIn = (request: IncomingMessage): string | null => {
  const path = request.url?.split('?', 1)[0] ?? '';
  const id = path.slice(TRACKER_PATH.length);
  return validate(id) ? id.toLowerCase() : null;
};

const answerTo = async (deps: TrackerDoorDeps, request: IncomingMessage): Promise<Answer> => {
  const { desk, keys } = deps;
  if (request.method !== 'POST') return { status: 405, says: 'method' };
  const unread = refuseUnread(request);
  if (unread !== null) return { status: unread.status, says: unread.reason };
  const id = idIn(request);
  const key = id === null ? null : await keys.find(id);
  if (key === null) return { status: 404, says: 'unknown connection' };
  const raw = await readBody(request);
  if (!Buffer.isBuffer(raw)) return { status: raw.status, says: raw.reason };
  const signatures = request.headersDistinct[signatureHeader(key.kind)] ?? [];
  if (!isSignedBy(key.kind, key.secret, raw, signatures)) return { status: 401, says: 'signature' };
  const body = jsonOf(raw);
  if (body === undefined) return { status: 400, says: 'the body must be application/json' };
  const now = desk.clock.now();
  if (!isFresh(key.kind, body, now)) return { status: 401, says: 'stale' };
  const isNews = await followReport(desk, key, readReport(key, body), now);
  if (isNews) deps.onMoved();
  return isNews ? { status: 200, says: 'taken' } : { status: 202, says: 'nothing new' };
};

const answer = (response: ServerResponse, { status, says }: Answer): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headersFor(status) })
    .end(JSON.stringify({ [status < 300 ? 'status' : 'error']: says }));
};

/**
 * Where trackers tell of their items. What is taken is committed before the answer; of what was
 * said, nothing is logged.
 */
export const createTrackerDoor =
  (deps: TrackerDoorDeps): RequestListener =>
  (request, response) => {
    answerTo(deps, request).then(
      (given) => {
        if (given.status >= 400 && given.status !== 404)
          deps.desk.log.warn('tracker refused', { status: given.status });
        answer(response, given);
      },
      (error: unknown) => {
        const isAway = error instanceof DeskError && error.kind === 'unavailable';
        if (!isAway) deps.desk.log.error('tracker webhook failed', {}, error);
        answer(response, { status: isAway ? 503 : 500, says: 'try again' });
      },
    );
  };
