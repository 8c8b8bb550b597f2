import type { Upload } from './types';

/** The largest file the page sends along. */
export const MOST_BYTES = 5 * 1024 * 1024;

/** Reads a chosen file so that it can travel inside a post. */
export async function readUpload(file: File): Promise<Upload> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // In pieces: a large file as arguments of one call overflows the stack.
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return {
    name: file.name,
    mimetype: file.type || 'application/octet-stream',
    content: btoa(binary),
    encoding: 'base64',
  };
}

/** The files as a part of a post; nothing when there are none. */
export function withFiles(files: readonly Upload[]): { files?: readonly Upload[] } {
  return files.length > 0 ? { files } : {};
}
