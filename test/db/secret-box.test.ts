import { describe, expect, test } from '@jest/globals';
import { SecretBox } from '../../src/db/secret-box';

const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const place = { table: 'installation', row: 'slack:T1', column: 'sealed_bot_token' };
const unreadable = expect.objectContaining({ name: 'DeskError', code: 'SECRET_UNREADABLE' });

const opening = (box: SecretBox, at: typeof place, sealed: string): unknown => {
  try {
    return box.open(at, sealed);
  } catch (error) {
    return error;
  }
};

describe('the secret box', () => {
  const box = new SecretBox([key('a', 1)]);

  test('opens what it sealed, and says nothing of it', () => {
    const sealed = box.seal(place, 'xoxb-secret-ü');
    expect(sealed).toMatch(/^v1:a:/);
    expect(sealed).not.toContain('secret');
    expect(box.open(place, sealed)).toBe('xoxb-secret-ü');
  });

  test('never seals the same secret to the same text', () => {
    expect(box.seal(place, 'x')).not.toBe(box.seal(place, 'x'));
  });

  test.each([
    { ...place, table: 'workspace' },
    { ...place, row: 'slack:T2' },
    { ...place, column: 'other' },
    { ...place, table: 'installation","slack:T1', row: '' },
  ])('a secret moved to %j does not open', (other) => {
    expect(opening(box, other, box.seal(place, 'x'))).toEqual(unreadable);
  });

  test('every changed byte is noticed', () => {
    const sealed = box.seal(place, 'xoxb-1');
    const [version, id, nonce = '', secret = '', tag = ''] = sealed.split(':');
    const flipped = (part: string): string => {
      const bytes = Buffer.from(part, 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return bytes.toString('base64url');
    };
    for (const changed of [
      [version, id, flipped(nonce), secret, tag],
      [version, id, nonce, flipped(secret), tag],
      [version, id, nonce, secret, flipped(tag)],
      [version, id, nonce, secret, tag.slice(0, 6)],
      ['v2', id, nonce, secret, tag],
      [version, id, nonce],
    ])
      expect(opening(box, place, changed.join(':'))).toEqual(unreadable);
  });

  test('the first key of the ring seals, every key opens', () => {
    const old = new SecretBox([key('a', 1)]).seal(place, 'x');
    const ring = new SecretBox([key('b', 2), key('a', 1)]);
    expect(ring.open(place, old)).toBe('x');
    expect(ring.isOutdated(old)).toBe(true);
    expect(ring.seal(place, 'x')).toMatch(/^v1:b:/);
    expect(ring.isOutdated(ring.seal(place, 'x'))).toBe(false);
  });

  test('a missing key and a wrong key are refused with what to do', () => {
    const sealed = box.seal(place, 'x');
    expect(opening(new SecretBox([key('b', 2)]), place, sealed)).toEqual(unreadable);
    expect(opening(new SecretBox([key('a', 9)]), place, sealed)).toEqual(unreadable);
    expect(() => new SecretBox([]).seal(place, 'x')).toThrow('no key');
  });
});
