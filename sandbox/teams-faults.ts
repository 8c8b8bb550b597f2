export type ConnectorOperation =
  | 'createConversation'
  | 'send'
  | 'edit'
  | 'delete'
  | 'members'
  | 'team'
  | 'token';

export interface TeamsFault {
  operation: ConnectorOperation | '*';
  /** A room's id; any unless said. */
  conversation?: string;
  kind: 'status' | 'late' | 'drop-before' | 'store-then-drop' | 'black-hole';
  /** Of `status`: 429, 412, 502, 504, 403, 408, 500, ... */
  status?: number;
  code?: string;
  retryAfterS?: number;
  /** `late`: how long the answer waits. `store-then-drop`: how long after the client is gone it is stored. */
  delayMs?: number;
  chance?: number;
  /** How many calls it hits; once unless said. */
  times?: number;
}

/** The faults that wait for a call of the connector. */
export class TeamsFaults {
  private waiting: { fault: TeamsFault; left: number }[] = [];

  constructor(private readonly random: () => number) {}

  /** Adds a fault; the returned function takes it away again. */
  add(fault: TeamsFault): () => void {
    const entry = { fault, left: fault.times ?? 1 };
    this.waiting.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** The fault that hits this call, if any; it is used up by it. */
  hit(operation: ConnectorOperation, conversation: string | null): TeamsFault | undefined {
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    const entry = this.waiting.find(
      ({ fault }) =>
        (fault.operation === '*' || fault.operation === operation) &&
        (fault.conversation === undefined || fault.conversation === conversation) &&
        this.random() < (fault.chance ?? 1),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    return entry.fault;
  }
}

/** Teams' published limits for a bot in one thread: so many calls in so many seconds. */
const WINDOWS = [
  { calls: 7, seconds: 1 },
  { calls: 8, seconds: 2 },
  { calls: 60, seconds: 30 },
  { calls: 1800, seconds: 3600 },
] as const;
const LONGEST_MS = 3600 * 1000;

/** Counts calls per thread. */
export class TeamsThrottle {
  enabled = true;
  private readonly calls = new Map<string, number[]>();

  constructor(private readonly clock: () => number) {}

  /** Seconds to wait if a thread's limit is reached; null if the call may pass, and then it counts. */
  refuses(thread: string): number | null {
    if (!this.enabled) return null;
    const now = this.clock();
    const past = (this.calls.get(thread) ?? []).filter((at) => at > now - LONGEST_MS);
    for (const { calls, seconds } of WINDOWS) {
      const inside = past.filter((at) => at > now - seconds * 1000);
      const oldest = inside[inside.length - calls];
      if (oldest !== undefined)
        return Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000));
    }
    past.push(now);
    this.calls.set(thread, past);
    return null;
  }
}
