import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../bots/slack/decode';
import type { Arrival } from '../../src/app/ports/arrival';
import { FORM, MemoryInbox, type Running, recorded, runBot, signed } from '../bots/slack-harness';

/** As particular as the real table: no NUL, no half characters, no endless keys, no odd dates. */
class StrictInbox extends MemoryInbox {
  override async put(arrival: Arrival): Promise<'stored' | 'repeat'> {
    for (const column of [arrival.workspace, arrival.lane, arrival.dedupKey])
      if (column.includes('\u0000') || !column.isWellFormed() || column.length > 500)
        throw new Error('a column would not take this');
    const year = arrival.occurredAt?.getUTCFullYear() ?? 2000;
    if (!(year >= 1970 && year < 2300)) throw new Error('no such time');
    return super.put(arrival);
  }
}

const all = recorded();
const mutated = fc
  .record({
    which: fc.nat(all.length - 1),
    edits: fc.array(
      fc.record({
        at: fc.nat(5_000),
        cut: fc.nat(20),
        put: fc.oneof(
          fc.string({ unit: 'binary', maxLength: 8 }),
          fc.constantFrom('null', '[]', '{}', '"', '\\u0000', '\\ud800', '1e999', '-1', ',', '}'),
        ),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ which, edits }) => {
    const one = all[which]!;
    let text = one.bytes.toString();
    for (const { at, cut, put } of edits) {
      const from = at % text.length;
      text = text.slice(0, from) + put + text.slice(from + cut);
    }
    return one.contentType === FORM && one.name.startsWith('interactive')
      ? { body: new URLSearchParams({ payload: text }).toString(), contentType: FORM }
      : { body: text, contentType: one.contentType };
  });

describe('the Slack door under malformed requests', () => {
  let running: Running;
  const inbox = new StrictInbox();
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => {
    rejections.push(reason);
  };
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    running = await runBot({ inbox });
  });
  afterAll(async () => {
    process.removeListener('unhandledRejection', note);
    await running.close();
  });

  it('answers 200 or 400 to anything signed, 400 or 401 to anything else, and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.boolean(), async ({ body, contentType }, isSigned) => {
        const bytes = Buffer.from(body);
        const response = await fetch(`${running.url}/slack/events`, {
          method: 'POST',
          body: new Uint8Array(bytes),
          headers: isSigned
            ? signed(bytes, contentType)
            : { ...signed('something else', contentType) },
        });
        await response.arrayBuffer();
        expect(isSigned ? [200, 400] : [400, 401]).toContain(response.status);
      }),
      { numRuns: 600 },
    );
    expect(rejections).toEqual([]);
    for (const row of inbox.rows.values()) decode(row.raw);
  });

  it('hands on nothing a database would refuse', () => {
    const strings = (node: unknown): string[] => {
      if (typeof node === 'string') return [node];
      if (typeof node !== 'object' || node === null || node instanceof Date) return [];
      return Object.values(node).flatMap(strings);
    };
    fc.assert(
      fc.property(mutated, ({ body }) => {
        for (const event of decode(Buffer.from(body)))
          for (const text of strings(event))
            expect(text.includes('\u0000') || !text.isWellFormed()).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
});
