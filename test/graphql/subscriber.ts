import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface Event {
  readonly data?: Record<string, Record<string, unknown>> | null | undefined;
  readonly errors?:
    | readonly { readonly message: string; readonly extensions?: unknown }[]
    | undefined;
}

/** One client with one socket, keeping everything it was told. */
export class Subscriber {
  readonly events: Event[] = [];
  /** Code and reason of how the socket ended. */
  closed: { readonly code: number; readonly reason: string } | null = null;
  done = false;
  private readonly client;
  private socket: WebSocket | null = null;

  constructor(url: string, token: string | null) {
    const remember = (socket: WebSocket): void => {
      this.socket = socket;
    };
    class Remembered extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol);
        remember(this);
      }
    }
    this.client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: Remembered,
      retryAttempts: 0,
      lazy: true,
      ...(token === null ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
      on: {
        closed: (event) => {
          if (event instanceof Object && 'code' in event && 'reason' in event)
            this.closed = { code: Number(event.code), reason: String(event.reason) };
        },
      },
    });
  }

  subscribe(
    query: string,
    variables: Record<string, unknown> = {},
    extensions?: Record<string, unknown>,
  ): () => void {
    return this.client.subscribe(
      { query, variables, ...(extensions === undefined ? {} : { extensions }) },
      {
        next: (event) => this.events.push(JSON.parse(JSON.stringify(event))),
        error: (problem) => {
          if (Array.isArray(problem)) this.events.push({ errors: problem });
          this.done = true;
        },
        complete: () => {
          this.done = true;
        },
      },
    );
  }

  /** Takes nothing more from the network. */
  stopReading(): void {
    this.socket?.pause();
  }

  readAgain(): void {
    this.socket?.resume();
  }

  async stop(): Promise<void> {
    await this.client.dispose();
  }
}
