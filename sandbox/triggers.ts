import { randomBytes } from 'node:crypto';
import { Refusal } from './model';

const TRIGGER_LIFE_MS = 3000;
const RESPONSE_URL_LIFE_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;

export interface Trigger {
  user: string;
  /** The view the person acted in, if any: a push goes on top of it. */
  viewId: string | null;
}

export interface ResponseSpot {
  channel: string;
  user: string;
  /** The message acted upon, to be replaced or deleted; null for a command. */
  ts: string | null;
  threadTs: string | null;
}

/** Short-lived permissions: a trigger opens one form, a response URL answers five times. */
export class Permissions {
  private readonly triggers = new Map<string, Trigger & { until: number; used: boolean }>();
  private readonly spots = new Map<string, ResponseSpot & { until: number; uses: number }>();
  private serial = 0;

  constructor(private readonly clock: () => number) {}

  /** A trigger for what a person just did. */
  trigger(user: string, viewId: string | null = null): string {
    this.serial += 1;
    const id = `${Math.floor(this.clock() / 1000)}.${this.serial}.${randomBytes(16).toString('hex')}`;
    this.triggers.set(id, { user, viewId, until: this.clock() + TRIGGER_LIFE_MS, used: false });
    return id;
  }

  /** Exchanges a trigger: within three seconds, and once. */
  exchange(id: string): Trigger {
    const trigger = this.triggers.get(id);
    if (!trigger) throw new Refusal('invalid_trigger_id');
    if (trigger.used) throw new Refusal('exchanged_trigger_id');
    if (this.clock() > trigger.until) throw new Refusal('expired_trigger_id');
    trigger.used = true;
    return trigger;
  }

  /** The path of a response URL for a spot in a channel. */
  responsePath(kind: 'actions' | 'commands' | 'app', spot: ResponseSpot): string {
    const id = randomBytes(12).toString('hex');
    this.spots.set(id, { ...spot, until: this.clock() + RESPONSE_URL_LIFE_MS, uses: 0 });
    return `/${kind}/respond/${id}`;
  }

  /** The spot behind a response URL; refuses the sixth use and the thirty-first minute. */
  spot(id: string): ResponseSpot {
    const spot = this.spots.get(id);
    if (!spot || this.clock() > spot.until) throw new Refusal('expired_url');
    if (spot.uses >= RESPONSE_URL_USES) throw new Refusal('used_url');
    spot.uses += 1;
    return spot;
  }
}
