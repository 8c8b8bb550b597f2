import type { Json, JsonObject } from './json';
import published from './slack-web-api.json';

interface Parameter {
  type: string;
  required: boolean;
}

type Parameters = Record<string, Parameter>;

const text: Parameter = { type: 'string', required: false };
const needed: Parameter = { type: 'string', required: true };
const flag: Parameter = { type: 'boolean', required: false };
const count: Parameter = { type: 'integer', required: false };

/** Arguments younger than Slack's published OpenAPI file; source: docs.slack.dev/reference/methods. */
const additions: Record<string, Parameters> = {
  'chat.postMessage': { metadata: text, markdown_text: text },
  'chat.update': {
    metadata: text,
    markdown_text: text,
    reply_broadcast: flag,
    file_ids: text,
    unfurl_links: flag,
    unfurl_media: flag,
  },
  'chat.postEphemeral': { markdown_text: text, metadata: text },
  'conversations.history': { include_all_metadata: flag },
  'conversations.replies': { include_all_metadata: flag },
  'conversations.list': { team_id: text },
  'conversations.open': { prevent_creation: flag },
  'users.list': { team_id: text },
  'users.conversations': { team_id: text },
  'views.open': { interactivity_pointer: text },
  'views.push': { interactivity_pointer: text },
  'files.getUploadURLExternal': {
    filename: needed,
    length: { type: 'integer', required: true },
    alt_txt: text,
    alt_text: text,
    snippet_type: text,
  },
  'files.completeUploadExternal': {
    files: needed,
    channel_id: text,
    channels: text,
    initial_comment: text,
    thread_ts: text,
    blocks: text,
  },
  'team.info': { domain: text },
  'bots.info': { team_id: text },
  'oauth.v2.access': { grant_type: text, refresh_token: text },
  'apps.connections.open': {},
  'apps.event.authorizations.list': { limit: count },
};

/** What is wrong with a call's argument names and types, by Slack's own description of the method. */
export function argumentBreaches(method: string, args: JsonObject): string[] {
  const parameters = parametersOf(method);
  if (!parameters) return [`${method}: not among the described methods`];
  const breaches: string[] = [];
  for (const [name, { type, required }] of Object.entries(parameters)) {
    const value = args[name];
    if (value === undefined) {
      if (required) breaches.push(`${method}: missing required field: ${name}`);
    } else if (!fits(value, type)) {
      breaches.push(
        `${method}: ${name} must be ${type}, not ${JSON.stringify(value).slice(0, 60)}`,
      );
    }
  }
  for (const name of Object.keys(args)) {
    if (name !== 'token' && !(name in parameters))
      breaches.push(`${method}: unknown argument ${name}`);
  }
  return breaches;
}

function parametersOf(method: string): Parameters | undefined {
  const known: Record<string, Parameters> = published;
  const described = known[method];
  const added = additions[method];
  return described || added ? { ...described, ...added } : undefined;
}

function fits(value: Json, type: string): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || ['true', 'false', '0', '1'].includes(String(value));
    case 'integer':
      return /^\d+$/.test(String(value));
    case 'number':
      return /^\d+(\.\d+)?$/.test(String(value));
    default:
      // Structured arguments travel as JSON text in forms and as they are in JSON bodies.
      return typeof value === 'string' || (typeof value === 'object' && value !== null);
  }
}
