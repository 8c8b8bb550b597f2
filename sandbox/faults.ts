export type FaultKind =
  | 'error'
  | 'http500'
  | '429'
  | 'late'
  | 'drop-before'
  | 'store-then-drop'
  | 'black-hole';

export interface Fault {
  /** A Web API method, or * for every one. */
  method: string;
  channel?: string;
  kind: FaultKind;
  /** The code of an `error`. */
  error?: string;
  retryAfterS?: number;
  /** `late`: how long the answer waits. `store-then-drop`: how long after the client is gone it is stored. */
  delayMs?: number;
  /** The share of matching calls it hits; every one unless said. */
  chance?: number;
  /** How many calls it hits; once unless said. */
  times?: number;
}

/** The faults that wait for a call. */
export class Faults {
  private readonly waiting: { fault: Fault; left: number }[] = [];

  constructor(private readonly random: () => number) {}

  /** Adds a fault; the returned function takes it away again. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? 1 };
    this.waiting.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** The fault that hits this call, if any; it is used up by it. */
  hit(method: string, channel: string | undefined): Fault | undefined {
    const entry = this.waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === '*' || fault.method === method) &&
        (fault.channel === undefined || fault.channel === channel) &&
        this.random() < (fault.chance ?? 1),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    return entry.fault;
  }

  /** Takes every fault away. */
  clear(): void {
    this.waiting.length = 0;
  }
}
