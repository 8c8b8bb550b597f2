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

export interface PushOptions extends HttpLineOptions {
  retryDelaysMs: number[];
}

/** A second way to the desk, used while it is open. */
interface SocketLine {
  isOpen(): boolean;
  send(body: string, contentType: string, retry: Retry | null): Promise<Answer>;
}

const REASONS = { timeout: 'http_timeout', connection_failed: 'connection_failed' } as const;

/** Signed delivery to the desk with Slack's retry plan. */
export class Push {
  url: string | null = null;
  socketMode: SocketLine | null = null;
  readonly log: Delivery[] = [];
  withholds: (event: JsonObject) => boolean = () => false;
  duplicateFraction = 0;
  reorderMs = 0;
  onAttempt: () => void = () => undefined;
  private paused: (() => void)[] | null = null;
  private readonly http: HttpLine;
  private closed = false;

  constructor(private readonly options: PushOptions) {
    this.http = new HttpLine(options);
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
    if (this.reorderMs > 0) await this.wait(Math.random() * this.reorderMs);
    const body = JSON.stringify(envelope);
    if (Math.random() < this.duplicateFraction) {
      void this.attempt(delivery, body, 0).catch(() => undefined);
    }
    return this.untilAccepted(delivery, body);
  }

  private async untilAccepted(delivery: Delivery, body: string): Promise<Delivery> {
    for (let retryNum = 0; retryNum <= this.options.retryDelaysMs.length; retryNum += 1) {
      if (retryNum > 0) await this.wait(this.options.retryDelaysMs[retryNum - 1] ?? 0);
      const answer = await this.attempt(delivery, body, retryNum);
      if (isAccepted(answer.outcome)) {
        delivery.state = 'delivered';
        return delivery;
      }
      if (this.closed || answer.headers['x-slack-no-retry'] === '1') break;
    }
    if (delivery.state !== 'delivered') delivery.state = 'given_up';
    return delivery;
  }

  private async attempt(delivery: Delivery, body: string, retryNum: number): Promise<Answer> {
    await this.untilResumed();
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
    return this.url === null
      ? Promise.resolve(UNREACHED)
      : this.http.send(this.url, body, contentType, retry);
  }

  pause(): void {
    this.paused ??= [];
  }

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
