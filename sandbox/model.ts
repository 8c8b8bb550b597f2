import type { Json, JsonObject } from './json';

export interface Team {
  id: string;
  name: string;
  domain: string;
  email_domain: string;
}

export interface User {
  id: string;
  team_id: string;
  name: string;
  real_name: string;
  display_name: string;
  title: string;
  email: string;
  tz: string;
  tz_label: string;
  tz_offset: number;
  color: string;
  is_bot: boolean;
  is_admin: boolean;
  is_restricted: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  /** Set for a direct message: the person the bot talks to. */
  im_user: string | null;
  /** The first is the host; more than one makes the channel externally shared. */
  team_ids: string[];
  members: string[];
  creator: string;
  created: number;
  topic: string;
  purpose: string;
  previous_names: string[];
}

export interface OtherBot {
  bot_id: string;
  app_id: string;
  name: string;
}

export interface Message {
  ts: string;
  channel: string;
  team_id: string;
  user: string | null;
  by_app: boolean;
  subtype: string | null;
  text: string;
  blocks: Json[] | null;
  attachments: Json[] | null;
  thread_ts: string | null;
  broadcast: boolean;
  username: string | null;
  icons: JsonObject | null;
  metadata: JsonObject | null;
  edited: { user: string; ts: string } | null;
  reactions: { name: string; users: string[] }[];
  file_ids: string[];
  client_msg_id: string | null;
  ephemeral_for: string | null;
  /** Another vendor's app, if one wrote it. */
  other_bot: OtherBot | null;
}

export interface FileRecord {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  user: string;
  team_id: string;
  created: number;
  size: number;
  /** Null before the upload, and after a restart if there was too much to keep. */
  bytes: Buffer | null;
  channels: string[];
}

export interface View {
  id: string;
  user: string;
  type: 'modal' | 'home';
  team_id: string;
  root_view_id: string;
  previous_view_id: string | null;
  hash: string;
  body: JsonObject;
  values: JsonObject;
  errors: JsonObject;
  trouble: string | null;
}

export interface App {
  id: string;
  name: string;
  team_id: string;
  bot_id: string;
  bot_user_id: string;
  client_id: string;
  client_secret: string;
  verification_token: string;
}

export interface SandboxSeed {
  app: App;
  teams: Team[];
  users: User[];
  channels: Channel[];
  commands: { command: string; description: string }[];
  messageShortcuts: { callback_id: string; name: string }[];
}

/** What a person of the workspace is told when Slack itself would not let them do it. */
export class Refusal extends Error {}

/** Whether other companies are in the channel. */
export function isExternallyShared(channel: Channel): boolean {
  return channel.team_ids.length > 1;
}
