import { expect, test } from '@jest/globals';
import { sharingFinds } from '../../src/app/admin/share-finds';
import type { FoundToken } from '../../src/app/ports/tokens';

const found = (name: string): FoundToken => ({
  token: {
    id: 'a',
    tenantId: 't',
    name,
    role: 'AGENT',
    hash: '',
    scopes: [],
    kind: 'API',
    memberId: null,
    createdAt: new Date(0),
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  },
  member: null,
});

/** Look-ups that are answered when the test says so. */
const held = () => {
  const waiting: { id: string; answer: (name: string) => void; fail: (error: Error) => void }[] =
    [];
  const find = sharingFinds(
    (id) =>
      new Promise((resolve, reject) => {
        waiting.push({ id, answer: (name) => resolve(found(name)), fail: reject });
      }),
  );
  return { find, waiting };
};
const nameOf = async (asked: Promise<FoundToken | null>): Promise<string | undefined> =>
  (await asked)?.token.name;

test('all who come while a look-up runs share the next one, and none is given the older answer', async () => {
  const { find, waiting } = held();
  const first = find('a');
  const later = [find('a'), find('a'), find('a')];
  expect(waiting).toHaveLength(1);
  waiting[0]?.answer('before');
  expect(await nameOf(first)).toBe('before');
  const last = find('a');
  expect(waiting).toHaveLength(2);
  waiting[1]?.answer('after');
  expect(await Promise.all(later.map(nameOf))).toEqual(['after', 'after', 'after']);
  waiting[2]?.answer('newest');
  expect(await nameOf(last)).toBe('newest');
  expect(waiting).toHaveLength(3);
});

test('a look-up that fails fails for those who shared it, and the next begins anew', async () => {
  const { find, waiting } = held();
  const first = find('a');
  const second = find('a');
  waiting[0]?.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await new Promise(setImmediate);
  waiting[1]?.answer('back');
  expect(await nameOf(second)).toBe('back');
  const third = find('a');
  waiting[2]?.answer('again');
  expect(await nameOf(third)).toBe('again');
});

test('tokens do not wait for each other', async () => {
  const { find, waiting } = held();
  const both = [find('a'), find('b')];
  expect(waiting.map(({ id }) => id)).toEqual(['a', 'b']);
  for (const { id, answer } of waiting) answer(`of ${id}`);
  expect(await Promise.all(both.map(nameOf))).toEqual(['of a', 'of b']);
});
