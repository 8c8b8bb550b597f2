import type { IncomingMessage, ServerResponse } from 'node:http';
import { streamChanges } from './control-api';
import { sendJson } from './http-io';
import { handleTeamsAct } from './teams-control';
import type { TeamsParts } from './teams-parts';
import { teamsStateJson } from './teams-state';

/** Answers one request; `path` is the one below `base`, where the local Teams is mounted. */
export async function handleTeamsRequest(
  parts: TeamsParts,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  path: string,
): Promise<void> {
  const { keys, connector, files } = parts;
  const verb = request.method ?? 'GET';
  if (verb === 'GET' && path === '/v1/.well-known/openidconfiguration')
    return sendJson(response, 200, keys.metadata(base));
  if (verb === 'GET' && path === '/v1/.well-known/keys')
    return sendJson(response, 200, keys.keySet());
  if (verb === 'POST' && /^(\/[\w.-]+)?\/oauth2\/v2\.0\/token$/.test(path))
    return connector.token(request, response);
  if (verb === 'GET' && path === '/sandbox/state')
    return sendJson(response, 200, teamsStateJson(parts), { 'cache-control': 'no-store' });
  if (verb === 'GET' && path === '/sandbox/stream') return streamChanges(parts, request, response);
  if (verb === 'POST' && path === '/sandbox/act') return handleTeamsAct(parts, request, response);
  const file = /\/files\/([\w-]+)\//.exec(path)?.[1];
  if (verb === 'GET' && file !== undefined) return files.serve(file, response);
  return connector.handle(request, response, url, path.replace(/^\/connector[\w-]*/, ''));
}
