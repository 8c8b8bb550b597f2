import { createHash } from 'node:crypto';
import { DeskError } from '../../domain/errors';
import type { Principal } from '../admin/authenticate';
import type { Desk } from '../desk';
import type { Reservation, StoredAnswer, Upserted } from '../ports/answers';
import type { Tx } from '../ports/store';

const KEPT_MS = 48 * 3_600_000;

/** What a change needs of the desk. */
export type ChangingDesk = Pick<Desk, 'unitOfWork' | 'clock' | 'nudge'>;

/** What a change of the API leads to. */
export interface Outcome {
  readonly ticketId?: string;
  readonly messageId?: string;
  readonly subjectId?: string;
  readonly result?: Upserted;
  readonly warnings?: StoredAnswer['warnings'];
}

export type Work = (tx: Tx, now: Date) => Promise<Outcome>;

export interface OnceRequest {
  readonly name: string;
  readonly input: unknown;
  /** Null: done as often as it is asked. */
  readonly key: string | null;
}

class Replayed extends Error {
  constructor(readonly answer: StoredAnswer) {
    super('answered before');
  }
}

const fingerprintOf = ({ name, input }: OnceRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([name, input]))
    .digest('hex');

/** What a refused change answers. */
export const refusal = (error: DeskError): StoredAnswer => {
  const { kind, code, message, hint, path } = error;
  return { ticketId: null, messageId: null, errors: [{ kind, code, message, hint, path }] };
};

const reused = (): DeskError =>
  new DeskError(
    'invalid',
    'IDEMPOTENCY_KEY_REUSED',
    'This idempotency key was used with other arguments.',
    'Use a new key for every new request.',
    ['idempotencyKey'],
  );

const reserve = async (tx: Tx, reservation: Reservation, now: Date): Promise<void> => {
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  const standing = await tx.answers.reserve(reservation, now, expiresAt);
  if (standing === null) return;
  if (standing.fingerprint !== reservation.fingerprint) throw reused();
  if (standing.answer !== null) throw new Replayed(standing.answer);
};

const perform = async (
  desk: ChangingDesk,
  tenantId: string,
  reservation: Reservation | null,
  work: Work,
): Promise<StoredAnswer> => {
  const now = desk.clock.now();
  const answer = await desk.unitOfWork.run(tenantId, async (tx) => {
    if (reservation !== null) await reserve(tx, reservation, now);
    const {
      ticketId = null,
      messageId = null,
      subjectId = null,
      result = null,
      warnings = [],
    } = await work(tx, now);
    const done = { ticketId, messageId, subjectId, result, warnings, errors: [] };
    if (reservation !== null) await tx.answers.settle(reservation, done);
    return done;
  });
  desk.nudge();
  return answer;
};

/** A refusal rolled everything back, the reservation too: it is remembered by itself. */
const remember = (
  desk: ChangingDesk,
  tenantId: string,
  reservation: Reservation,
  answer: StoredAnswer,
): Promise<StoredAnswer> =>
  desk.unitOfWork.run(tenantId, async (tx) => {
    await reserve(tx, reservation, desk.clock.now());
    await tx.answers.settle(reservation, answer);
    return answer;
  });

/**
 * Does the work in one transaction, at most once per key and token for 48 hours; a repeat gets the
 * first answer, refusals included. An expected refusal is an answer; anything else is thrown.
 */
export const once = async (
  desk: ChangingDesk,
  principal: Principal,
  request: OnceRequest,
  work: Work,
): Promise<{ readonly answer: StoredAnswer; readonly replayed: boolean }> => {
  const { tenantId, tokenId } = principal;
  const reservation =
    request.key === null
      ? null
      : { tokenId, key: request.key, fingerprint: fingerprintOf(request) };
  try {
    try {
      return { answer: await perform(desk, tenantId, reservation, work), replayed: false };
    } catch (error) {
      if (!(error instanceof DeskError) || error.kind === 'unavailable') throw error;
      const answer = refusal(error);
      if (reservation === null || error.code === 'IDEMPOTENCY_KEY_REUSED')
        return { answer, replayed: false };
      return {
        answer: await remember(desk, tenantId, reservation, answer),
        replayed: false,
      };
    }
  } catch (error) {
    if (error instanceof Replayed) return { answer: error.answer, replayed: true };
    throw error;
  }
};
