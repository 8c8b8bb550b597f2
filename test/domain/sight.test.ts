import { describe, expect, test } from '@jest/globals';
import { type Actor, actorOfMember, ROLES, type Role } from '../../src/domain/actor';
import { isSeen, limitOf, mayHave } from '../../src/domain/sight';

const member = (role: Role, queueIds: readonly string[]): Actor =>
  actorOfMember({ id: 'pat', name: 'Pat', role, active: true, queueIds });

const TICKETS = {
  'theirs in their queue': { queueId: 'q1', assigneeId: 'pat' },
  'free in their queue': { queueId: 'q1', assigneeId: null },
  'theirs elsewhere': { queueId: 'q2', assigneeId: 'pat' },
  'free elsewhere': { queueId: 'q2', assigneeId: null },
} as const;

const seenBy = (actor: Actor): string[] =>
  Object.entries(TICKETS)
    .filter(([, ticket]) => isSeen(limitOf(actor), ticket))
    .map(([name]) => name);

const ALL = Object.keys(TICKETS);

describe('who sees which tickets', () => {
  test.each(ROLES.filter((role) => role !== 'PARTNER'))(
    '%s: every one, whatever queues',
    (role) => {
      expect(seenBy(member(role, ['q1']))).toEqual(ALL);
      expect(seenBy({ kind: 'token', tokenId: 't', name: 't', role })).toEqual(ALL);
    },
  );

  test('a partner: those of their queues, whoever has them', () => {
    expect(seenBy(member('PARTNER', ['q1']))).toEqual([
      'theirs in their queue',
      'free in their queue',
    ]);
    expect(seenBy(member('PARTNER', ['q1', 'q2']))).toEqual(ALL);
  });

  test('a partner without queues: those assigned to them; also where nobody said which', () => {
    const assigned = ['theirs in their queue', 'theirs elsewhere'];
    expect(seenBy(member('PARTNER', []))).toEqual(assigned);
    const forgotten: Actor = {
      kind: 'member',
      memberId: 'pat',
      name: 'Pat',
      role: 'PARTNER',
      active: true,
    };
    expect(seenBy(forgotten)).toEqual(assigned);
  });

  test('a partner’s token of nobody: none', () => {
    expect(seenBy({ kind: 'token', tokenId: 't', name: 't', role: 'PARTNER' })).toEqual([]);
  });

  test('the desk and customers are not bounded here: the permission table decides', () => {
    expect(seenBy({ kind: 'system', name: 'clock' })).toEqual(ALL);
  });

  test('a partner may be given what they would see', () => {
    const limit = limitOf(member('PARTNER', ['q1']));
    expect([mayHave(limit, { queueId: 'q1' }), mayHave(limit, { queueId: 'q2' })]).toEqual([
      true,
      false,
    ]);
    expect(mayHave(limitOf(member('PARTNER', [])), { queueId: 'q2' })).toBe(true);
    expect(mayHave(null, { queueId: 'q2' })).toBe(true);
  });
});
