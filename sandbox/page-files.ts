import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import type { Core } from './core';
import { readBody, sendText } from './http-io';

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
};

/** Serves the built page, or says how to build it. */
export function servePage(pageDir: string, path: string, response: ServerResponse): void {
  const wanted = normalize(join(pageDir, path === '/' ? 'index.html' : path));
  const inside = wanted.startsWith(pageDir + sep);
  if (inside && existsSync(wanted) && statSync(wanted).isFile()) {
    response.writeHead(200, {
      'content-type': KINDS[extname(wanted)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
    createReadStream(wanted).pipe(response);
    return;
  }
  if (path === '/')
    sendText(
      response,
      200,
      'text/plain; charset=utf-8',
      'The page is not built yet. Run `npm run build`, then reload.\n',
    );
  else sendText(response, 404, 'text/plain; charset=utf-8', 'not found\n');
}

/** Draws the picture of a person or company: initials on their colour. */
export function serveAvatar(core: Core, id: string, response: ServerResponse): void {
  const user = core.world.users.get(id);
  const name = user?.real_name ?? core.world.teams.get(id)?.name;
  if (name === undefined) {
    sendText(response, 404, 'text/plain; charset=utf-8', 'not found\n');
    return;
  }
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 2)
    .toUpperCase();
  const corner = user ? 14 : 4;
  sendText(
    response,
    200,
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72" viewBox="0 0 72 72"><rect width="72" height="72" rx="${corner}" fill="#${user?.color ?? '4a5568'}"/><text x="36" y="37" fill="#fff" font-family="system-ui,sans-serif" font-size="28" font-weight="600" text-anchor="middle" dominant-baseline="central">${initials}</text></svg>`,
  );
}

/** Hands out a file's bytes to a bearer of the bot's token, or to the local page. */
export function serveFile(
  core: Core,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const id = path.split('/')[2]?.split('-').pop() ?? '';
  const file = core.world.files.get(id);
  const token = request.headers.authorization?.replace(/^Bearer /, '');
  const fromPage = request.headers['sec-fetch-site'] === 'same-origin';
  const allowed = fromPage || (token !== undefined && core.world.tokens.has(token));
  if (!allowed) {
    // The real host sends strangers to its sign-in page instead of saying no.
    response.writeHead(302, { location: `${core.world.baseUrl}/` });
    response.end();
    return;
  }
  if (!file?.bytes) {
    sendText(response, 404, 'text/plain; charset=utf-8', 'not found\n');
    return;
  }
  response.writeHead(200, {
    'content-type':
      file.mimetype.startsWith('image/') && file.mimetype !== 'image/svg+xml'
        ? file.mimetype
        : 'application/octet-stream',
    'content-length': file.bytes.length,
    'x-content-type-options': 'nosniff',
  });
  response.end(file.bytes);
}

/** Takes the bytes of an announced upload, bare or as the one part of a form. */
export async function receiveUpload(
  core: Core,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const upload = core.uploads.get(ticket);
  const body = await readBody(request);
  const file = upload && core.world.files.get(upload.fileId);
  if (!upload || !file) {
    sendText(response, 404, 'text/plain; charset=utf-8', 'unknown upload\n');
    return;
  }
  const bytes = onlyPart(body, request.headers['content-type'] ?? '');
  core.uploads.delete(ticket);
  file.bytes = bytes;
  file.size = bytes.length;
  sendText(response, 200, 'text/plain; charset=utf-8', `OK - ${bytes.length}`);
}

function onlyPart(body: Buffer, contentType: string): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n');
  const end = body.lastIndexOf(`\r\n--${boundary}`);
  return start < 0 || end < start ? body : body.subarray(start + 4, end);
}
