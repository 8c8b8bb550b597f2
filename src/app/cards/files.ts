import { type Text, words } from '../../domain/text';
import type { FileLink } from '../../domain/ticket';

/**
 * Files as a person can open them, where the platform gives an address. The label is ours: a file's
 * own name may look like another address.
 */
export const filesIn = (files: readonly FileLink[]): Text =>
  words(
    ...files.flatMap(({ name, url }, at) => [
      `${at === 0 ? '' : '  '}📎 ${name}`,
      ...(url === null ? [] : [' ', { kind: 'link', url, text: 'open' } as const]),
    ]),
  );
