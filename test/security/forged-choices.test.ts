import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { CUSTOMER_ACTIONS, TEAM_ACTIONS } from '../../src/app/cards/card';
import { FORMS } from '../../src/app/cards/form';
import { handleEvent } from '../../src/app/intake/handle-event';
import { Learned } from '../../src/app/intake/lookup';
import type { ChatEvent, ChatUser } from '../../src/app/ports/chat-event';
import type { Database } from '../../src/db/data-source';
import { DeskError } from '../../src/domain/errors';
import { openTestDatabase } from '../support/database';
import { EscalationWorld } from '../support/escalation-world';

/**
 * What a press or a form carries was checked for its shape alone: it may name nothing, or something
 * that is not ours. That is a refusal with words, never a failure of the desk's.
 */
const WORKSPACE = 'TFORGED';
const PEOPLE: readonly (readonly [string, ChatUser])[] = [
  ['a supervisor', { platform: 'slack', home: WORKSPACE, userId: 'UADA', isBot: false }],
  ['a customer', { platform: 'slack', home: `TCUST-${WORKSPACE}`, userId: 'UCLEO', isBot: false }],
];
let database: Database;
let desk: EscalationWorld;
let ticketId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  desk = await EscalationWorld.begin(database, WORKSPACE, '2026-03-02T10:00:00Z', 'Ben');
  await desk.path([['Ada'], ['Ben']]);
  ticketId = (await desk.world.ticket(await desk.world.asks('Is anybody there?'))).id;
}, 60_000);
afterAll(() => database.close());

/** Null when it was done or refused with words; else what went wrong. */
const failureOf = async (event: ChatEvent): Promise<string | null> => {
  const rules = { triageChannelName: 'triage', newId, now: desk.world.now };
  try {
    await desk.world.run((tx) => handleEvent(tx, new Learned(), rules, 'slack', event));
    return null;
  } catch (error) {
    if (error instanceof DeskError && error.kind !== 'unavailable') return null;
    return String(error);
  }
};

const subjects = (): ReadonlyMap<string, { ticketId: string | null; about?: string }> =>
  new Map([
    ['nothing', { ticketId: null }],
    ['its ticket alone', { ticketId }],
    ['what does not exist', { ticketId, about: newId() }],
    ['a ticket that does not exist', { ticketId: newId(), about: newId() }],
  ]);

/** Whatever field is asked for, it holds this. */
const all = (value: string): Record<string, string> => new Proxy({}, { get: () => value });

describe.each(PEOPLE)('of %s', (_, user) => {
  const base = { user, workspace: WORKSPACE, place: null };

  test('a press that names nothing of ours never fails', async () => {
    const failed: string[] = [];
    for (const action of [...TEAM_ACTIONS, ...CUSTOMER_ACTIONS])
      for (const [name, subject] of subjects())
        for (const choice of [null, '', 'x', newId()]) {
          const press = { ...base, action, choice, subject: { version: 1, ...subject } };
          const failure = await failureOf({ kind: 'button', ...press });
          if (failure !== null) failed.push(`${action} with ${name} and ${choice}: ${failure}`);
        }
    expect(failed).toEqual([]);
  });

  test('a form that holds nothing of ours never fails', async () => {
    const failed: string[] = [];
    for (const form of FORMS)
      for (const [name, subject] of subjects())
        for (const value of ['', 'x', newId(), '-1', '99999999999999999999', 'level:x']) {
          const filled = { ...base, form, values: all(value), subject: { version: 1, ...subject } };
          const failure = await failureOf({ kind: 'form', ...filled });
          if (failure !== null) failed.push(`${form} with ${name} and “${value}”: ${failure}`);
        }
    expect(failed).toEqual([]);
  });
});
