import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { type Json, type JsonObject, parseJson, text } from './json';
import type { TeamsKeys } from './teams-keys';
import type { TeamsOutcome } from './teams-model';

export interface TeamsAnswer {
  outcome: TeamsOutcome;
  body: Json | undefined;
}

/** What became of one activity: every attempt, and whether the desk took it. */
export interface TeamsDelivery {
  activity: JsonObject;
  type: string;
  name: string | null;
  at: number;
  attempts: { at: number; outcome: TeamsOutcome; activityId: string }[];
  state: 'pending' | 'delivered' | 'lost' | 'withheld';
}

/** Repeats what the desk has answered already, as Teams sometimes does. */
export interface Repeat {
  type: 'message' | 'invoke' | '*';
  /** How many copies follow the first delivery. */
  copies: number;
  afterMs?: number;
  newId?: boolean;
  /** How many activities it hits; once unless said. */
  times?: number;
}

export interface TeamsPushOptions {
  keys: TeamsKeys;
  retryDelaysMs: number[];
  answerTimeoutMs: number;
  clock: () => number;
  random: () => number;
}

const UNREACHED: TeamsAnswer = { outcome: 'connection_failed', body: undefined };

/** Signed delivery to the desk's /api/messages. What is not taken after the repeats is lost. */
export class TeamsPush {
  readonly log: TeamsDelivery[] = [];
  withholds: (activity: JsonObject) => boolean = () => false;
  duplicateFraction = 0;
  reorderMs = 0;
  onAttempt: () => void = () => undefined;
  private base: string | null = null;
  private closed = false;
  private paused: (() => void)[] | null = null;
  private readonly repeats: { repeat: Repeat; left: number }[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly wakers = new Map<NodeJS.Timeout, () => void>();

  constructor(private readonly options: TeamsPushOptions) {}

  get url(): string | null {
    return this.base;
  }

  deliverTo(url: string | null): void {
    this.base = url;
  }

  /** Repeats the next matching activities. */
  repeat(repeat: Repeat): void {
    this.repeats.push({ repeat, left: repeat.times ?? 1 });
  }

  /** Delivers one activity, and again by the plan while it is not answered 2xx. */
  async deliver(activity: JsonObject): Promise<TeamsDelivery> {
    const delivery = this.opened(activity);
    if (this.withholds(activity)) {
      delivery.state = 'withheld';
      return delivery;
    }
    if (this.reorderMs > 0) await this.wait(this.options.random() * this.reorderMs);
    if (this.options.random() < this.duplicateFraction)
      void this.attempt(delivery, activity).catch(() => undefined);
    for (const delay of [0, ...this.options.retryDelaysMs]) {
      await this.wait(delay);
      const answer = await this.attempt(delivery, activity);
      if (isTaken(answer)) {
        delivery.state = 'delivered';
        await this.copies(delivery, activity);
        return delivery;
      }
      if (this.closed) return delivery;
    }
    delivery.state = 'lost';
    this.onAttempt();
    return delivery;
  }

  /** Delivers one invoke and waits for its answer; it is not repeated unless a fault says so. */
  async invoke(activity: JsonObject): Promise<TeamsAnswer> {
    const delivery = this.opened(activity);
    const answer = await this.attempt(delivery, activity);
    delivery.state = isTaken(answer) ? 'delivered' : 'lost';
    await this.copies(delivery, activity);
    return answer;
  }

  /** Sends any activity with any token, once; for forgeries. */
  async raw(activity: Json | Buffer, token: string | null): Promise<TeamsAnswer> {
    const body = Buffer.isBuffer(activity) ? activity : Buffer.from(JSON.stringify(activity));
    return this.send(body, token === null ? null : `Bearer ${token}`);
  }

  pause(): void {
    this.paused ??= [];
  }

  resume(): void {
    const waiting = this.paused ?? [];
    this.paused = null;
    for (const go of waiting) go();
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
    this.agent.destroy();
  }

  private opened(activity: JsonObject): TeamsDelivery {
    const delivery: TeamsDelivery = {
      activity,
      type: text(activity.type) ?? '',
      name: text(activity.name) ?? null,
      at: this.options.clock(),
      attempts: [],
      state: 'pending',
    };
    this.log.push(delivery);
    return delivery;
  }

  private async copies(delivery: TeamsDelivery, activity: JsonObject): Promise<void> {
    const entry = this.repeats.find(
      ({ repeat, left }) => left > 0 && (repeat.type === '*' || repeat.type === delivery.type),
    );
    if (!entry) return;
    entry.left -= 1;
    for (let copy = 0; copy < entry.repeat.copies; copy += 1) {
      await this.wait(entry.repeat.afterMs ?? 0);
      await this.attempt(
        delivery,
        entry.repeat.newId ? { ...activity, id: `f:${randomUUID()}` } : activity,
      );
    }
  }

  private async attempt(delivery: TeamsDelivery, activity: JsonObject): Promise<TeamsAnswer> {
    const waiting = this.paused;
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
    const token = this.options.keys.token(text(activity.serviceUrl) ?? '');
    const answer = await this.send(Buffer.from(JSON.stringify(activity)), `Bearer ${token}`);
    const activityId = text(activity.id) ?? '';
    delivery.attempts.push({ at: this.options.clock(), outcome: answer.outcome, activityId });
    this.onAttempt();
    return answer;
  }

  private send(body: Buffer, authorization: string | null): Promise<TeamsAnswer> {
    const base = this.base;
    if (this.closed || base === null) return Promise.resolve(UNREACHED);
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (answer: TeamsAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        ...(authorization === null ? {} : { authorization }),
      };
      const call = request(
        new URL(`${base}/api/messages`),
        { method: 'POST', agent: this.agent, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => settle(UNREACHED));
          response.on('end', () =>
            settle({
              outcome: response.statusCode ?? 0,
              body: parseJson(Buffer.concat(chunks).toString('utf8')),
            }),
          );
        },
      );
      call.on('socket', () => {
        timer = setTimeout(() => {
          settle({ outcome: 'timeout', body: undefined });
          call.destroy();
        }, this.options.answerTimeoutMs);
      });
      call.on('error', () => settle(UNREACHED));
      call.end(body);
    });
  }

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
}

/** Whether the desk took an activity. */
export function isTaken(answer: TeamsAnswer): boolean {
  return typeof answer.outcome === 'number' && answer.outcome >= 200 && answer.outcome < 300;
}
