import { Args, type Core, channelOf, type Method } from './core';
import { type Json, objects, text } from './json';
import { Refusal } from './model';
import { fileJson } from './shapes';

const LARGEST_FILE = 64 * 1024 * 1024;

/** files.*: two-step uploads, and what a stub stands for. */
export const fileMethods: Record<string, Method> = {
  'files.info': (core, args) => {
    const file = core.world.files.get(args.required('file', 'file_not_found'));
    if (!file) throw new Refusal('file_not_found');
    return {
      ok: true,
      file: { ...fileJson(core.world, file), channels: [...file.channels], groups: [], ims: [] },
      comments: [],
      response_metadata: { next_cursor: '' },
    };
  },
  'files.getUploadURLExternal': (core, args) => {
    const name = args.required('filename');
    const length = Number(args.required('length'));
    if (!Number.isInteger(length) || length < 1) throw new Refusal('invalid_arguments');
    if (length > LARGEST_FILE) throw new Refusal('file_upload_size_restricted');
    const fileId = core.world.newId('F');
    core.world.files.set(fileId, {
      id: fileId,
      name,
      title: name,
      mimetype: 'application/octet-stream',
      user: core.world.app.bot_user_id,
      team_id: core.world.app.team_id,
      created: core.world.seconds(),
      size: 0,
      bytes: null,
      channels: [],
    });
    const ticket = core.world.newId('UP');
    core.uploads.set(ticket, { fileId, name, length });
    return { ok: true, upload_url: `${core.world.baseUrl}/upload/v1/${ticket}`, file_id: fileId };
  },
  'files.completeUploadExternal': (core, args) => {
    const wanted = objects(args.json('files'));
    if (wanted.length === 0) throw new Refusal('invalid_arguments');
    const files = wanted.map((entry) => {
      const file = core.world.files.get(text(entry.id) ?? '');
      if (!file?.bytes) throw new Refusal('file_not_found');
      file.title = text(entry.title) ?? file.name;
      return file;
    });
    if (args.text('channel_id'))
      share(
        core,
        args,
        files.map((file) => file.id),
      );
    const shown: Json[] = files.map((file) => fileJson(core.world, file));
    return { ok: true, files: shown };
  },
};

function share(core: Core, args: Args, fileIds: string[]): void {
  const channel = channelOf(core, new Args({ channel: args.text('channel_id') }));
  if (!channel.members.includes(core.world.app.bot_user_id)) throw new Refusal('not_in_channel');
  if (channel.is_archived) throw new Refusal('is_archived');
  const comment = args.text('initial_comment') ?? '';
  for (const id of fileIds) core.world.files.get(id)?.channels.push(channel.id);
  void core.board.post({
    channel: channel.id,
    user: core.world.app.bot_user_id,
    by_app: true,
    text: comment,
    blocks: args.list('blocks'),
    thread_ts: args.text('thread_ts') ?? null,
    file_ids: fileIds,
  }).delivered;
}
