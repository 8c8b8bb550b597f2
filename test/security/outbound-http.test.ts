import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createOutboundHttp, type Lookup } from '../../src/lib/outbound-http';
import { isLoopback, isPublicAddress } from '../../src/lib/public-address';

describe('what is a public address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.1.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111'])(
    '%s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test('no address of a private network, however it is drawn', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (b, c, d) => {
        for (const address of [`10.${b}.${c}.${d}`, `127.${b}.${c}.${d}`, `192.168.${c}.${d}`]) {
          expect(isPublicAddress(address)).toBe(false);
          expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
        }
        expect(isLoopback(`127.${b}.${c}.${d}`)).toBe(true);
      }),
    );
  });
});

const servers: Server[] = [];
const serve = async (listener: RequestListener): Promise<{ port: number; hits: () => number }> => {
  let count = 0;
  const server = createServer(listener).on('connection', () => {
    count += 1;
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, hits: () => count };
};
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A name server of one's own: each look-up of a name gets the next of its answers. */
const answering = (...answers: readonly (readonly string[])[]): Lookup & { asked: number } => {
  const lookup = (_name: string, done: Parameters<Lookup>[1]): void => {
    const addresses = answers[Math.min(lookup.asked, answers.length - 1)] ?? [];
    lookup.asked += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  lookup.asked = 0;
  return lookup;
};
const REFUSED = { error: 'the address is not a public one' };

describe('the client for addresses that somebody typed in', () => {
  test.each([
    ['https://127.0.0.1:PORT/'],
    ['https://2130706433:PORT/'],
    ['https://0x7f.1:PORT/'],
    ['https://[::1]:PORT/'],
    ['https://[::ffff:127.0.0.1]:PORT/'],
    ['https://0.0.0.0:PORT/'],
    ['https://169.254.169.254/latest/meta-data/'],
  ])('makes no connection to %s', async (url) => {
    const server = await serve((_request, response) => response.end());
    const post = createOutboundHttp({ allowsLoopback: false });
    expect(await post(url.replace('PORT', String(server.port)), {}, '{}')).toEqual(REFUSED);
    expect(server.hits()).toBe(0);
  });

  test('speaks plain http to nobody but this machine, and that only by the flag', async () => {
    const server = await serve((_request, response) => response.end());
    const url = `http://127.0.0.1:${server.port}/`;
    const strict = createOutboundHttp({ allowsLoopback: false });
    expect(await strict(url, {}, '{}')).toHaveProperty('error');
    expect(await strict('http://hooks.example/', {}, '{}')).toEqual({
      error: 'only https is spoken',
    });
    const lax = createOutboundHttp({ allowsLoopback: true });
    expect(await lax(url, {}, '{}')).toEqual({ status: 200 });
    const inside = createOutboundHttp({ allowsLoopback: true, lookup: answering(['10.0.0.1']) });
    expect(await inside('http://hooks.example/', {}, '{}')).toEqual(REFUSED);
  });

  test('a name that turned to this machine since it was last looked at is not followed', async () => {
    const server = await serve((_request, response) => response.end());
    const lookup = answering(['93.184.215.14'], ['127.0.0.1']);
    const post = createOutboundHttp({ allowsLoopback: false, lookup });
    // Whoever checks first and connects later takes this answer for the truth.
    await new Promise<void>((done) => lookup('rebind.example', () => done()));
    expect(await post(`https://rebind.example:${server.port}/`, {}, '{}')).toEqual(REFUSED);
    expect(lookup.asked).toBe(2);
    expect(server.hits()).toBe(0);
  });

  test('a name that leads nowhere is an outcome, and the process lives on', async () => {
    // By node's own look-up: with an error it gives no addresses, not an empty list.
    const post = createOutboundHttp({ allowsLoopback: false });
    expect(await post('https://no-such-host.invalid/', {}, '{}')).toHaveProperty('error');
  });

  test('one private address among public ones spoils the name', async () => {
    const server = await serve((_request, response) => response.end());
    const post = createOutboundHttp({
      allowsLoopback: false,
      lookup: answering(['93.184.215.14', '127.0.0.1']),
    });
    expect(await post(`https://mixed.example:${server.port}/`, {}, '{}')).toEqual(REFUSED);
    expect(server.hits()).toBe(0);
  });

  test('a redirect is an answer and is not followed', async () => {
    const target = await serve((_request, response) => response.end());
    const server = await serve((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    const post = createOutboundHttp({ allowsLoopback: true });
    expect(await post(`http://127.0.0.1:${server.port}/`, { secret: 'x' }, '{}')).toEqual({
      status: 307,
    });
    expect(target.hits()).toBe(0);
  });

  test('an endless answer is cut off', async () => {
    const server = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000)));
      };
      response.on('drain', more);
      more();
    });
    const post = createOutboundHttp({ allowsLoopback: true, answerBytes: 10_000 });
    expect(await post(`http://127.0.0.1:${server.port}/`, {}, '{}')).toEqual({
      error: 'the answer is longer than 10000 bytes',
    });
  });

  test('silence ends after the time allowed', async () => {
    const server = await serve(() => undefined);
    const post = createOutboundHttp({ allowsLoopback: true, timeoutMs: 100 });
    expect(await post(`http://127.0.0.1:${server.port}/`, {}, '{}')).toEqual({
      error: 'no answer within 0.1 s',
    });
  });

  test('nobody there is said in a word', async () => {
    const post = createOutboundHttp({ allowsLoopback: true });
    const server = await serve((request) => request.socket.destroy());
    expect(await post(`http://127.0.0.1:${server.port}/`, {}, '{}')).toEqual({
      error: 'not reached (ECONNRESET)',
    });
  });
});
