import type { ServerResponse } from 'node:http';
import { sendText } from './http-io';
import { fields, isObject, type Json, type JsonObject, text } from './json';
import type { Room } from './teams-model';
import type { TeamsWorld } from './teams-world';

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';

export interface TeamsUpload {
  name: string;
  mimetype: string;
  content: string;
  encoding?: 'utf8' | 'base64';
}

/** Files people attach, kept while the process lives. */
export class TeamsFiles {
  private readonly held = new Map<string, { name: string; mimetype: string; bytes: Buffer }>();

  constructor(private readonly world: TeamsWorld) {}

  /** Keeps a file and gives back the attachment that names it. */
  keep(file: TeamsUpload): JsonObject {
    const id = this.world.newToken();
    const bytes = Buffer.from(file.content, file.encoding ?? 'utf8');
    this.held.set(id, { name: file.name, mimetype: file.mimetype, bytes });
    const url = `${this.world.serviceUrl}/files/${id}/${encodeURIComponent(file.name)}`;
    return {
      contentType: DOWNLOAD,
      contentUrl: url,
      name: file.name,
      content: {
        downloadUrl: url,
        uniqueId: id,
        fileType: file.name.split('.').at(-1) ?? '',
      },
    };
  }

  /** Gives a file out; its address is the secret, as with Teams' pre-authorised links. */
  serve(id: string, response: ServerResponse): void {
    const file = this.held.get(id);
    if (file) sendText(response, 200, file.mimetype, file.bytes);
    else sendText(response, 404, 'text/plain; charset=utf-8', 'no such file\n');
  }
}

/** Attachments as the bot gets them: in channels and group chats files stay behind Graph. */
export function attachmentsOnWire(room: Room, attachments: Json[]): Json[] {
  if (room.kind === 'personal') return attachments;
  return attachments.map((attachment) => {
    if (!isObject(attachment) || text(attachment.contentType) !== DOWNLOAD) return attachment;
    const id = text(fields(attachment.content).uniqueId) ?? '';
    return { contentType: 'text/html', content: `<attachment id="${id}"></attachment>` };
  });
}
