import {
  type Answer,
  HttpLine,
  type HttpLineOptions,
  type Outcome,
  type Retry,
  UNREACHED,
} from './http-line';
import type { JsonObject } from './json';

export interface Attempt {
  at: number;
  retryNum: number;
  outcome: Outcome;
}

/** What became of one event: every attempt, and whether the desk took it. */
export interface Delivery {
  eventId: string;
  type: string;
  at: number;
  attempts: Attempt[];
  state: 'pending' | 'delivered' | 'given_up' | 'withheld';
}

/** An event the desk has not taken yet, as it outlives the workspace's process. */
export interface OpenEvent {
  eventId: string;
  type: string;
  at: number;
  attempts: Attempt[];
  body: string;
}

export interface PushOptions extends HttpLineOptions {
  retryDelaysMs: number[];
  random: () => number;
}

/** A second way to the desk, used while it is open. */
interface SocketLine {
  isOpen(): boolean;
  send(body: string, contentType: string, retry: Retry | null): Promise<Answer>;
}

const REASONS = { timeout: 'http_timeout', connection_failed: 'connection_failed' } as const;

/** Signed delivery to the desk with Slack's retry plan. */
export class Push {
  socketMode: SocketLine | null = null;
  readonly log: Delivery[] = [];
  withholds: (event: JsonObject) => boolean = () => false;
  duplicateFraction = 0;
  reorderMs = 0;
  onAttempt: () => void = () => undefined;
  private base: string | null = null;
  private paused: (() => void)[] | null = null;
  private kept: OpenEvent[] = [];
  private readonly open = new Map<Delivery, string>();
  private readonly http: HttpLine;
  private closed = false;

  constructor(private readonly options: PushOptions) {
    this.http = new HttpLine(options);
  }

  get url(): string | null {
    return this.base;
  }

  /** Says where the desk is. What an earlier run could not deliver goes there at once. */
  deliverTo(url: string | null): void {
    this.base = url;
    if (url !== null) this.resumeKept();
  }

  /** Takes over what an earlier run could not deliver, to be sent as soon as there is a line. */
  keep(events: OpenEvent[]): void {
    this.kept.push(...events);
  }

  /** Every event the desk has neither taken nor lost by the retry plan, oldest first. */
  openEvents(): OpenEvent[] {
    const open = [...this.open].map(([{ eventId, type, at, attempts }, body]) => ({
      eventId,
      type,
      at,
      attempts: [...attempts],
      body,
    }));
    return [...this.kept, ...open];
  }

  /** Goes on with the retry plan of every kept event, from where the earlier run left it. */
  resumeKept(): void {
    const kept = this.kept;
    this.kept = [];
    for (const { body, ...event } of kept) {
      const delivery: Delivery = { ...event, state: 'pending' };
      this.log.push(delivery);
      this.open.set(delivery, body);
      const last = delivery.attempts[delivery.attempts.length - 1];
      const next = last ? last.retryNum + 1 : 0;
      // A last attempt that was cut off counts as not made.
      void this.untilAccepted(delivery, body, Math.min(next, this.options.retryDelaysMs.length));
    }
  }

  /** Delivers one event envelope, again and again by the plan until it is answered 2xx. */
  async deliver(envelope: JsonObject, eventId: string, type: string): Promise<Delivery> {
    const delivery: Delivery = {
      eventId,
      type,
      at: this.options.clock(),
      attempts: [],
      state: 'pending',
    };
    this.log.push(delivery);
    if (this.withholds(envelope)) {
      delivery.state = 'withheld';
      return delivery;
    }
    const body = JSON.stringify(envelope);
    this.open.set(delivery, body);
    if (this.reorderMs > 0) await this.wait(this.options.random() * this.reorderMs);
    if (this.options.random() < this.duplicateFraction) {
      void this.attempt(delivery, body, 0).catch(() => undefined);
    }
    return this.untilAccepted(delivery, body, 0);
  }

  /** Whether chance falls within a share. */
  chance(share: number): boolean {
    return this.options.random() < share;
  }

  private async untilAccepted(delivery: Delivery, body: string, from: number): Promise<Delivery> {
    for (let retryNum = from; retryNum <= this.options.retryDelaysMs.length; retryNum += 1) {
      if (retryNum > from) await this.wait(this.options.retryDelaysMs[retryNum - 1] ?? 0);
      const answer = await this.attempt(delivery, body, retryNum);
      if (isAccepted(answer.outcome)) {
        delivery.state = 'delivered';
        this.open.delete(delivery);
        return delivery;
      }
      // Not lost but interrupted: it stays among the open events for the next run.
      if (this.closed) return delivery;
      if (answer.headers['x-slack-no-retry'] === '1') break;
    }
    if (delivery.state !== 'delivered') delivery.state = 'given_up';
    this.open.delete(delivery);
    return delivery;
  }

  private async attempt(delivery: Delivery, body: string, retryNum: number): Promise<Answer> {
    await this.untilResumed();
    if (this.closed) return UNREACHED;
    const last = delivery.attempts[delivery.attempts.length - 1]?.outcome;
    const retry =
      retryNum === 0
        ? null
        : { num: retryNum, reason: typeof last === 'string' ? REASONS[last] : 'http_error' };
    const answer = await this.send(body, 'application/json', retry);
    delivery.attempts.push({ at: this.options.clock(), retryNum, outcome: answer.outcome });
    this.onAttempt();
    return answer;
  }

  /** Delivers one interaction or command: signed, once, never repeated. */
  async interact(form: Record<string, string>, type: string): Promise<Answer> {
    const delivery: Delivery = {
      eventId: '',
      type,
      at: this.options.clock(),
      attempts: [],
      state: 'pending',
    };
    this.log.push(delivery);
    await this.untilResumed();
    const body = new URLSearchParams(form).toString();
    const answer = await this.send(body, 'application/x-www-form-urlencoded', null);
    delivery.attempts.push({ at: this.options.clock(), retryNum: 0, outcome: answer.outcome });
    delivery.state = isAccepted(answer.outcome) ? 'delivered' : 'given_up';
    this.onAttempt();
    return answer;
  }

  private send(body: string, contentType: string, retry: Retry | null): Promise<Answer> {
    if (this.closed) return Promise.resolve(UNREACHED);
    if (this.socketMode?.isOpen()) return this.socketMode.send(body, contentType, retry);
    return this.base === null
      ? Promise.resolve(UNREACHED)
      : this.http.send(this.base, body, contentType, retry);
  }

  /** Holds everything back until resumed. */
  pause(): void {
    this.paused ??= [];
  }

  /** Lets what was held back go out. */
  resume(): void {
    const waiting = this.paused ?? [];
    this.paused = null;
    for (const go of waiting) go();
  }

  private untilResumed(): Promise<void> {
    const waiting = this.paused;
    return waiting === null ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  }

  private readonly wakers = new Map<NodeJS.Timeout, () => void>();

  private wait(ms: number): Promise<void> {
    if (ms <= 0 || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.wakers.delete(timer);
        resolve();
      }, ms);
      this.wakers.set(timer, resolve);
    });
  }

  /** Ends every wait and connection, so that nothing outlives a test. */
  close(): void {
    this.closed = true;
    this.resume();
    for (const [timer, wake] of this.wakers) {
      clearTimeout(timer);
      wake();
    }
    this.wakers.clear();
    this.http.close();
  }
}

function isAccepted(outcome: Outcome): boolean {
  return typeof outcome === 'number' && outcome >= 200 && outcome < 300;
}
