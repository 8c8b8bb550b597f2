import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { isLocal } from './http-io';
import { type Answer, type Retry, UNREACHED } from './http-line';
import { isObject, type JsonObject, parseJson, text } from './json';
import type { World } from './world';

/** Clients take a line without pings for dead. */
const PING_MS = 10_000;

/** Events and interactions through a web socket which the desk opens. */
export class SocketMode {
  /** Called when a line has been opened. */
  onOpen: () => void = () => undefined;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Set<string>();
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(
    private readonly world: World,
    private readonly ackTimeoutMs: number,
  ) {}

  /** Takes upgrades of the HTTP server that carry a ticket of ours. */
  listen(http: Server, port: () => number): void {
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const ticket = url.searchParams.get('ticket') ?? '';
      if (!isLocal(request, port()) || !this.tickets.delete(ticket)) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      this.server.handleUpgrade(request, socket, head, (client) => this.greet(client));
    });
  }

  /** The address a connection is opened at; its ticket works once. */
  newAddress(): string {
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return `${this.world.baseUrl.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${this.world.app.id}`;
  }

  isOpen(): boolean {
    return this.client() !== undefined;
  }

  /** Sends what HTTP would have carried, and waits for its acknowledgement. */
  send(body: string, contentType: string, retry: Retry | null): Promise<Answer> {
    const client = this.client();
    if (!client) return Promise.resolve(UNREACHED);
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        this.waiting.delete(envelopeId);
        resolve(answer);
      };
      const timer = setTimeout(
        () => settle({ outcome: 'timeout', body: '', headers: {} }),
        this.ackTimeoutMs,
      );
      this.waiting.set(envelopeId, settle);
      client.send(JSON.stringify({ envelope_id: envelopeId, ...frame(body, contentType, retry) }));
    });
  }

  /** Asks the desk to open a new connection, as Slack does every few hours. */
  disconnect(reason: 'refresh_requested' | 'warning'): void {
    for (const client of this.server.clients) {
      client.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      if (reason === 'refresh_requested') client.close();
    }
  }

  close(): void {
    for (const settle of this.waiting.values()) settle(UNREACHED);
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private greet(client: WebSocket): void {
    const pings = setInterval(() => client.ping(), PING_MS).unref();
    client.on('close', () => clearInterval(pings));
    client.on('error', () => clearInterval(pings));
    client.on('message', (data) => this.acknowledged(data.toString()));
    client.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.server.clients.size,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18060 },
        connection_info: { app_id: this.world.app.id },
      }),
    );
    this.onOpen();
  }

  private acknowledged(message: string): void {
    const ack = parseJson(message);
    if (!isObject(ack)) return;
    const body = ack.payload === undefined ? '' : JSON.stringify(ack.payload);
    this.waiting.get(text(ack.envelope_id) ?? '')?.({
      outcome: 200,
      body: body === '{}' ? '' : body,
      headers: {},
    });
  }

  private client(): WebSocket | undefined {
    return [...this.server.clients].find((client) => client.readyState === WebSocket.OPEN);
  }
}

function frame(body: string, contentType: string, retry: Retry | null): JsonObject {
  if (contentType === 'application/json') {
    return {
      type: 'events_api',
      payload: parseJson(body),
      accepts_response_payload: false,
      retry_attempt: retry?.num ?? 0,
      retry_reason: retry?.reason ?? '',
    };
  }
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null
    ? { type: 'slash_commands', payload: Object.fromEntries(form), accepts_response_payload: true }
    : { type: 'interactive', payload: parseJson(payload), accepts_response_payload: true };
}
