import type { Json, JsonObject } from './json';

/** One company's Entra tenant. */
export interface TeamsTenant {
  id: string;
  name: string;
}

export interface TeamsPerson {
  /** The id Teams gives this person towards this bot. */
  id: string;
  aadObjectId: string;
  tenantId: string;
  name: string;
  email: string;
  title: string;
  guest: boolean;
  /** Told as the owner of their teams. */
  owner?: boolean;
}

export interface TeamsTeam {
  /** Also the id of its General channel. */
  id: string;
  aadGroupId: string;
  tenantId: string;
  name: string;
  members: string[];
  installed: boolean;
  /** Whether the bot may read every message (ChannelMessage.Read.Group) or only mentions. */
  consent: boolean;
}

export type RoomKind = 'channel' | 'groupChat' | 'personal';

/** A channel or a chat. */
export interface Room {
  id: string;
  kind: RoomKind;
  tenantId: string;
  /** Set for channels only. */
  teamId: string | null;
  name: string;
  /** Who sees it; a standard channel shows the whole team, so it says null. */
  members: string[] | null;
  /** Tenants beyond the host's; not empty makes it a shared channel. */
  sharedWith: string[];
  deleted: boolean;
  /** For chats; a channel's bot is installed in its team. */
  installed: boolean;
  consent: boolean;
  /** Makes the bot's posts fail with 403 MessageWritesBlocked. */
  writesBlocked: boolean;
}

export interface Post {
  /** Milliseconds as text: what Teams uses as a message's id. */
  id: string;
  room: string;
  /** The root of its thread; null for a root and in chats. */
  rootId: string | null;
  /** Null when the bot wrote it. */
  from: string | null;
  text: string;
  attachments: Json[];
  entities: Json[];
  summary: string | null;
  reactions: { type: string; people: string[] }[];
  edited: boolean;
  deleted: boolean;
  at: number;
}

/** A dialog (task module) somebody has open. */
export interface Dialog {
  id: string;
  person: string;
  room: string;
  rootId: string | null;
  title: string;
  card: JsonObject;
  /** What the desk answered to the last attempt, if it was not a card. */
  trouble: string | null;
  /** The compose extension command it belongs to, if it came from a message action. */
  command: { id: string; message: JsonObject } | null;
}

/** How a delivery ended: the desk's status, or why there was none. */
export type TeamsOutcome = number | 'timeout' | 'connection_failed';

/** What the presser of a button saw. */
export interface PressOutcome {
  status: TeamsOutcome;
  answer: Json | undefined;
  shown: 'card' | 'message' | 'dialog' | 'nothing' | 'error';
  text: string | null;
  dialogId: string | null;
}

/** What the bot said to the presser of a button, or what went wrong. */
export interface Toast {
  person: string;
  room: string;
  text: string;
  at: number;
}

export interface TeamsSeed {
  /** The bot's name as people mention it. */
  botName: string;
  tenants: TeamsTenant[];
  /** The vendor: the tenant the bot is registered in. */
  vendorTenantId: string;
  people: TeamsPerson[];
  teams: TeamsTeam[];
  rooms: Room[];
  /** The app's commands on a message (message extension actions). */
  messageActions: { commandId: string; title: string }[];
}

/** What a person is told when Teams itself would not let them do it. */
export class TeamsRefusal extends Error {}
