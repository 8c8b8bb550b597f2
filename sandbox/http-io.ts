import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type Json, type JsonObject, parseJson } from './json';

const LARGEST_BODY = 80 * 1024 * 1024;

/** The whole body of a request. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) request.destroy(new Error('request body too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

/** The fields of a request, from its query and its form or JSON body. */
export function fieldsOf(url: URL, contentType: string, body: Buffer): JsonObject {
  const held: JsonObject = Object.fromEntries(url.searchParams);
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body.toString('utf8'));
    return isObject(parsed) ? { ...held, ...parsed } : held;
  }
  return { ...held, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a text of some kind. */
export function sendText(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'x-content-type-options': 'nosniff' });
  response.end(body);
}

/**
 * Whether a request was meant for this machine: a page of another site, or a name that was
 * re-pointed to 127.0.0.1, must not be able to act here.
 */
export function isLocal(request: IncomingMessage, port: number): boolean {
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const { host, origin } = request.headers;
  if (host === undefined || !names.includes(host)) return false;
  return origin === undefined || names.some((name) => origin === `http://${name}`);
}
