import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RawRow, RowTap } from '../../src/db/readers/row-tap';

/** One message of the protocol. */
const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const kindsIn = (messages: Buffer): string => {
  let kinds = '';
  for (let at = 0; at < messages.length; at += 1 + messages.readUInt32BE(at + 1))
    kinds += String.fromCharCode(messages[at] ?? 0);
  return kinds;
};

/** A driver that takes the rows of its first statement after the wall's end, as ours does. */
const listen = () => {
  const stream = new PassThrough();
  const heard: Buffer[] = [];
  const rows: RawRow[] = [];
  let ends = 0;
  let tap: RowTap | null = null;
  stream.on('data', (bytes: Buffer) => {
    heard.push(Buffer.from(bytes));
    for (const kind of kindsIn(bytes)) {
      if (kind !== 'C') continue;
      ends += 1;
      if (ends === 1) tap?.takeInto(rows);
    }
  });
  tap = new RowTap(stream);
  return { stream, rows, heard: () => Buffer.concat(heard) };
};

const bodies = fc.array(fc.uint8Array({ maxLength: 60 }).map(Buffer.from), { maxLength: 6 });
const END = message('C', Buffer.from('SELECT 1\0'));
const READY = message('Z', Buffer.from('I'));

test('a statement gets its rows, the driver everything else, wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      bodies,
      bodies,
      fc.constantFrom('C', 'E'),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      async (mine, theirs, ended, cuts) => {
        const around = [message('2', Buffer.alloc(0)), END, message('2', Buffer.alloc(0))];
        const notice = message('N', Buffer.from('between'));
        const end = message(ended, Buffer.from('ended\0'));
        const after = [
          READY,
          message('T', Buffer.from('described')),
          ...theirs.map((body) => message('D', body)),
          END,
          READY,
        ];
        const all = Buffer.concat([
          ...around,
          message('T', Buffer.from('not for the driver')),
          ...mine.map((body) => message('D', body)),
          notice,
          end,
          ...after,
        ]);
        const { stream, rows, heard } = listen();
        for (let at = 0; at < all.length; ) {
          const size = cuts.next().value ?? 1;
          stream.write(all.subarray(at, at + size));
          at += size;
        }
        stream.end();
        await new Promise((resolve) => stream.once('end', resolve));
        expect(heard()).toEqual(Buffer.concat([...around, notice, end, ...after]));
        const taken = rows.map(({ view, at }, index) =>
          Buffer.from(view.buffer, view.byteOffset + at, mine[index]?.length ?? 0),
        );
        expect(taken).toEqual(mine);
      },
    ),
  );
});
