import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DeskError } from '../domain/errors';

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Where a secret lies: moved to another row, it does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

const VERSION = 'v1';
const NONCE_BYTES = 12;

const bindingOf = ({ table, row, column }: SecretPlace): Buffer =>
  Buffer.from(JSON.stringify([VERSION, table, row, column]));

const refused = (why: string): DeskError =>
  new DeskError(
    'refused',
    'SECRET_UNREADABLE',
    `A stored secret cannot be opened: ${why}.`,
    'Add the key it was sealed with to ENCRYPTION_KEYS, or install the app again.',
  );

/** Seals secrets at rest with AES-256-GCM. The first key of the ring seals, every key opens. */
export class SecretBox {
  constructor(private readonly keys: readonly EncryptionKey[]) {}

  /** `v1:key:nonce:ciphertext:tag` */
  seal(place: SecretPlace, secret: string): string {
    const [writer] = this.keys;
    if (writer === undefined)
      throw new DeskError(
        'refused',
        'NO_ENCRYPTION_KEY',
        'There is no key to seal secrets with.',
        'Set ENCRYPTION_KEYS.',
      );
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', writer.key, nonce);
    cipher.setAAD(bindingOf(place));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
    return [VERSION, writer.id, ...parts].join(':');
  }

  /** Throws a DeskError when no key of the ring opens it here. */
  open(place: SecretPlace, sealed: string): string {
    const [version, keyId, nonce, secret, tag] = sealed.split(':');
    if (version !== VERSION || nonce === undefined || secret === undefined || tag === undefined)
      throw refused('it is not in a form this version knows');
    const reader = this.keys.find(({ id }) => id === keyId);
    if (reader === undefined) throw refused(`key "${keyId}" is not configured`);
    try {
      const cipher = createDecipheriv('aes-256-gcm', reader.key, Buffer.from(nonce, 'base64url'), {
        authTagLength: 16,
      });
      cipher.setAAD(bindingOf(place));
      cipher.setAuthTag(Buffer.from(tag, 'base64url'));
      const opened = cipher.update(Buffer.from(secret, 'base64url'));
      return Buffer.concat([opened, cipher.final()]).toString('utf8');
    } catch {
      throw refused(`key "${keyId}" is not the one it was sealed with, or it was moved or changed`);
    }
  }

  /** Sealed by another key than the one that seals now. */
  isOutdated(sealed: string): boolean {
    return sealed.split(':')[1] !== this.keys[0]?.id;
  }
}
