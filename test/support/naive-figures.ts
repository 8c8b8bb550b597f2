import type { Measure } from '../../src/app/metrics/measure-rule';
import type { Entry, Lived, OfficeMinutes } from './naive-history';
import { escalated, nextAnswers } from './naive-talk';

/** One thing that is counted. A length that is not over has no end; `good` decides a share. */
export interface Piece {
  readonly began: number;
  readonly seconds: number;
  readonly openSeconds: number;
  readonly over: 'DONE' | 'DROPPED' | 'LASTS';
  readonly good: boolean | null;
  readonly memberId: string | null;
  readonly reason: string | null;
  readonly ticket: Lived;
}

const ACTIVE = ['NEW', 'OPEN', 'SNOOZED'];
const WHOLE = { seconds: 0, openSeconds: 0, over: 'DONE', good: null, reason: null } as const;

/** Counts a desk by hand, one ticket and one minute after the other. */
export class NaiveDesk {
  constructor(
    private readonly lives: readonly Lived[],
    private readonly now: number,
    private readonly office: OfficeMinutes,
  ) {}

  /** Of one measure that counts what began in a window. */
  pieces(measure: Measure): readonly Piece[] {
    return this.lives.flatMap((one) => this.of(one, measure));
  }

  /** Of BACKLOG and LOAD: who had what was there just before an instant. */
  present(measure: 'BACKLOG' | 'LOAD', at: number): readonly (string | null)[] {
    return this.there(measure, at).map(({ memberId }) => memberId);
  }

  /** The same as pieces of their tickets. */
  there(measure: 'BACKLOG' | 'LOAD', at: number): readonly Piece[] {
    return this.lives.flatMap((one) => {
      const state = one.before(at);
      if (state === null) return [];
      const counts =
        measure === 'LOAD'
          ? ACTIVE.includes(state.status) && state.assigneeId !== null
          : ['NEW', 'OPEN'].includes(state.status) && state.waitingOn === 'US';
      return counts ? [{ ...WHOLE, began: at, memberId: state.assigneeId, ticket: one }] : [];
    });
  }

  /** Since when it is not active any more. */
  private end(one: Lived): number | null {
    const alive = (entry: Entry): boolean => ACTIVE.includes(entry.after.status);
    const last = one.entries.findLastIndex(alive);
    return one.entries[last + 1]?.at ?? null;
  }

  /** The time in which something held, entry by entry. */
  private lasted(
    one: Lived,
    until: number,
    holds: (state: Entry['after']) => boolean,
  ): { readonly seconds: number; readonly openSeconds: number } {
    let seconds = 0;
    let openSeconds = 0;
    const stops = [...one.entries.map(({ at }) => at).slice(1), until];
    for (const [index, entry] of one.entries.entries()) {
      const from = Math.min(entry.at, until);
      const to = Math.min(stops[index] ?? until, until);
      if (!holds(entry.after)) continue;
      seconds += (to - from) / 1000;
      openSeconds += this.office.secondsBetween(from, to);
    }
    return { seconds, openSeconds };
  }

  private of(one: Lived, measure: Measure): readonly Piece[] {
    const { entries, said, openedAt } = one;
    const end = this.end(one);
    const none = { seconds: 0, openSeconds: 0, over: 'DONE', good: null, memberId: null } as const;
    const piece = (began: number, more: Partial<Piece> = {}): Piece => ({
      ...none,
      began,
      reason: null,
      ticket: one,
      ...more,
    });
    const span = (from: number, to: number | null, over: 'DONE' | 'DROPPED' = 'DONE') => ({
      seconds: ((to ?? this.now) - from) / 1000,
      openSeconds: this.office.secondsBetween(from, to ?? this.now),
      over: to === null ? ('LASTS' as const) : over,
    });
    const solved = entries.filter(({ kind }) => kind === 'SOLVED');
    const [first] = solved;
    const last = solved.at(-1);
    const status = entries.at(-1)?.after.status ?? '';
    const owner = entries.at(-1)?.after.assigneeId ?? null;
    const reopened = entries.some(
      ({ before, after, by }) =>
        by !== 'member' &&
        !ACTIVE.includes(before.status) &&
        before.status !== 'NOT_A_REQUEST' &&
        after.status === 'OPEN',
    );
    const answer = said.find(({ by, at }) => by === 'member' && at >= openedAt);
    const solution = (at: number | undefined, by: string | null) => {
      const until = at ?? end;
      const waits = (state: Entry['after']) => !['NOBODY', 'CUSTOMER'].includes(state.waitingOn);
      const over = until === null ? 'LASTS' : at === undefined ? 'DROPPED' : 'DONE';
      return [
        piece(openedAt, { ...this.lasted(one, until ?? this.now, waits), over, memberId: by }),
      ];
    };
    const waited = (on: readonly string[]) => {
      const waits = (state: Entry['after']) =>
        ACTIVE.includes(state.status) && on.includes(state.waitingOn);
      const over = end === null ? 'LASTS' : 'DONE';
      return [
        piece(openedAt, { ...this.lasted(one, end ?? this.now, waits), over, memberId: owner }),
      ];
    };
    const promises = (word: string) =>
      one.promises.map(({ at, state }) =>
        piece(at, { good: state === 'OPEN' ? null : state === word, memberId: owner }),
      );
    const ratings = (good: (rating: Lived['ratings'][number]) => boolean | null) =>
      one.ratings.map((rating) =>
        piece(rating.at, { good: good(rating), memberId: last?.memberId ?? owner }),
      );
    const settled = (yes: string) => {
      if (last === undefined) return [];
      const word = { SOLVED: null, CONFIRMED: 'YES', UNCONFIRMED: 'SILENT' }[status];
      return [
        piece(last.at, { good: word === null ? null : word === yes, memberId: last.memberId }),
      ];
    };
    switch (measure) {
      case 'VOLUME':
        return [piece(openedAt, { memberId: owner })];
      case 'FIRST_RESPONSE':
        return [
          piece(openedAt, {
            ...span(openedAt, answer?.at ?? end, answer === undefined ? 'DROPPED' : 'DONE'),
            memberId: answer?.author ?? owner,
          }),
        ];
      case 'NEXT_RESPONSE':
        return nextAnswers(one, end).map(({ from, to, over, by }) =>
          piece(from, { ...span(from, to, over), memberId: by ?? owner }),
        );
      case 'FIRST_RESOLUTION':
        return solution(first?.at, first?.memberId ?? owner);
      case 'FINAL_RESOLUTION':
        return solution(end === null ? undefined : last?.at, last?.memberId ?? owner);
      case 'REQUESTER_WAIT':
        return waited(['US', 'THIRD_PARTY']);
      case 'WORK_TIME':
        return waited(['US']);
      case 'SLA_ATTAINMENT':
        return one.clocks
          .filter(({ state }) => state !== 'CANCELLED')
          .map(({ at, state, measure: reason }) =>
            piece(at, {
              good: state === 'RUNNING' ? null : state === 'ACHIEVED',
              reason,
              memberId: owner,
            }),
          );
      case 'PROMISES_KEPT':
        return promises('KEPT');
      case 'PROMISES_RENEWED':
        return promises('RENEWED');
      case 'PROMISES_BROKEN':
        return promises('BROKEN');
      case 'REOPEN_RATE':
        return first === undefined
          ? []
          : [piece(first.at, { good: reopened, memberId: first.memberId })];
      case 'FIRST_CONTACT_RESOLUTION':
        if (first === undefined) return [];
        return [
          piece(first.at, {
            good: this.atOnce(one, status, reopened, first.at),
            memberId: first.memberId,
          }),
        ];
      case 'ESCALATIONS':
        return escalated(one, end).map(({ at, reason }) => piece(at, { reason, memberId: owner }));
      case 'ACCEPTANCE_TIME':
        return escalated(one, end).map(({ at, to, over, reason, by }) =>
          piece(at, { ...span(at, to, over), reason, memberId: by }),
        );
      case 'TRANSFERS': {
        const owners = entries
          .map(({ after, at }) => ({ who: after.assigneeId, at }))
          .filter(({ who }) => who !== null);
        return owners
          .filter(({ who }, index) => index > 0 && owners[index - 1]?.who !== who)
          .map(({ who, at }) => piece(at, { memberId: who }));
      }
      case 'CSAT':
        return ratings(({ score }) => (score === null ? null : score >= 4));
      case 'RATING_RESPONSE':
        // Nobody has had time to answer at the very moment.
        return ratings(({ score, at }) => (score !== null ? true : at < this.now ? false : null));
      case 'EFFORT':
        return ratings(({ repeated }) => repeated);
      case 'RECOVERY_TIME':
        return one.tasks.map(({ at, done, ownerId }) =>
          piece(at, { ...span(at, done), memberId: ownerId }),
        );
      case 'CONFIRMED':
        return settled('YES');
      case 'UNCONFIRMED':
        return settled('SILENT');
      case 'DEFLECTION': {
        const spoke = said.some(({ by }) => by === 'member');
        return [
          piece(openedAt, {
            good: spoke ? false : status === 'CONFIRMED' ? true : null,
            memberId: owner,
          }),
        ];
      }
      case 'EARLY_WARNINGS':
        return one.signals.map(({ at, kind }) => piece(at, { reason: kind, memberId: owner }));
      case 'BACKLOG':
      case 'LOAD':
      case 'ACCOUNT_HEALTH':
        throw new Error('asked of an instant, not of a window');
      default:
        return measure satisfies never;
    }
  }

  private atOnce(
    { said }: Lived,
    status: string,
    reopened: boolean,
    solvedAt: number,
  ): boolean | null {
    const people = new Set(said.filter(({ by }) => by === 'member').map(({ author }) => author));
    const answer = said.findIndex(({ by }) => by === 'member');
    const more = said.some(
      ({ by, asks, at }) => by === 'contact' && asks && at > (said[answer]?.at ?? Infinity),
    );
    if (reopened || people.size > 1 || more) return false;
    if (status === 'CONFIRMED') return true;
    // Due is not over: a minute must have passed since.
    const open = this.office.secondsBetween(solvedAt, this.now - 60_000);
    return open >= 5 * 8 * 3600 ? true : null;
  }
}
