import { createServer, type IncomingHttpHeaders } from 'node:http';

/** Any JSON, for tests to dig in. */
export interface Loose {
  [key: string]: Loose;
}

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  /** The parsed event envelope, interaction payload or command fields. */
  body: Loose;
}

export interface DeskDouble {
  url: string;
  received: Received[];
  /** Events only, by type or subtype. */
  events(kind?: string): Loose[];
  interactions(): Loose[];
  /** How the next requests are answered. */
  answer: (request: Received) => {
    status?: number;
    body?: string;
    delayMs?: number;
    headers?: Record<string, string>;
  };
  close(): Promise<void>;
}

/** A small receiving server that stands where the desk stands. */
export async function startDeskDouble(): Promise<DeskDouble> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const received = {
        headers: request.headers,
        raw,
        body: parse(raw, request.headers['content-type'] ?? ''),
      };
      desk.received.push(received);
      const { status = 200, body = '', delayMs = 0, headers = {} } = desk.answer(received);
      setTimeout(() => {
        response.writeHead(status, {
          'content-type': body.startsWith('{') ? 'application/json' : 'text/plain',
          ...headers,
        });
        response.end(body);
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const desk: DeskDouble = {
    url: `http://127.0.0.1:${port}`,
    received: [],
    events: (kind) =>
      desk.received
        .map(({ body }) => body)
        .filter(
          (body) =>
            body.event &&
            (kind === undefined || String(body.event.subtype ?? body.event.type) === kind),
        ),
    interactions: () =>
      desk.received.map(({ body }) => body).filter((body) => body.type && !body.event),
    answer: () => ({}),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
  return desk;
}

function parse(raw: string, contentType: string): Loose {
  const fields = new URLSearchParams(raw);
  const json = contentType.startsWith('application/json')
    ? raw
    : (fields.get('payload') ?? JSON.stringify(Object.fromEntries(fields)));
  const parsed: Loose = JSON.parse(json);
  return parsed;
}
