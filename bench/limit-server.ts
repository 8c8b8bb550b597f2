import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const [kind = 'raw', secret = ''] = process.argv.slice(2);

const headerOf = (value: string | string[] | undefined): string =>
  typeof value === 'string' ? value : '';

/** The least a receiver can do: read, verify, answer. It keeps nothing. */
const startRaw = (): Promise<Server> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const timestamp = headerOf(request.headers['x-slack-request-timestamp']);
      const expected = createHmac('sha256', secret)
        .update(`v0:${timestamp}:`)
        .update(body)
        .digest();
      const given = Buffer.from(headerOf(request.headers['x-slack-signature']).slice(3), 'hex');
      const isGood = given.length === expected.length && timingSafeEqual(given, expected);
      response.writeHead(isGood ? 200 : 401).end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
};

/** Bolt as it comes, with a listener that does nothing. It keeps nothing either. */
const startBolt = async (): Promise<Server> => {
  const receiver = new HTTPReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: 'xoxb-0', botId: 'B0', botUserId: 'U0' }),
  });
  app.event('message', async () => undefined);
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  if (!('closeAllConnections' in server)) throw new Error('not an HTTP server');
  return server;
};

const start = kind === 'bolt' ? startBolt : startRaw;
void start().then((server) => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
