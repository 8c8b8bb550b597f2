import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import { z } from 'zod';
import { eventually } from '../support/eventually';
import { GLOBEX, Story } from '../support/story';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const made = z.object({
  createWebhook: z.object({ webhook: z.object({ id: z.string() }), signingKey: z.string() }),
});
const event = z.object({
  type: z.string(),
  data: z.object({ ticket: z.object({ number: z.number() }) }),
});

/** Somebody else's program that listens; it fails as often as it is told to. */
class Receiver {
  readonly heard: Heard[] = [];
  failures = 0;
  private readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      this.failures -= 1;
      response.writeHead(this.failures >= 0 ? 500 : 204).end();
    });
  });

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}/in`;
  }

  /** Throws unless the signature is right and the timestamp fresh. */
  verify(key: string, { headers, body }: Heard): z.infer<typeof event> {
    const text = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    );
    return event.parse(new Verifier(key).verify(body, text));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

let story: Story;
const receiver = new Receiver();

beforeAll(async () => {
  story = await Story.begin({ settings: { WEBHOOK_ALLOW_LOOPBACK: 'true' } });
});
afterAll(async () => {
  await story.end();
  await receiver.stop();
});

it('a customer’s message in chat reaches another program, signed, though it failed at first', async () => {
  receiver.failures = 1;
  const input = { name: 'dashboard', url: await receiver.listen(), kinds: ['TICKET_OPENED'] };
  const { createWebhook } = made.parse(
    await story.desk.ask(
      'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } signingKey } }',
      { input },
    ),
  );
  await story.say(GLOBEX, 'U0HANK', 'The webhook story: nothing prints');
  const ticket = await story.ticket(await story.card('The webhook story: nothing prints'));
  await eventually('the first try', async () => {
    const [row] = await story.desk.rows('select attempts from webhook_delivery');
    return row?.attempts === 1;
  });
  await story.desk.change('update webhook_delivery set due_at = now()');
  await eventually('the second try', async () => {
    const [row] = await story.desk.rows('select state from webhook_delivery');
    return row?.state === 'DELIVERED';
  });
  expect(receiver.heard).toHaveLength(2);
  const ids = new Set(receiver.heard.map(({ headers }) => headers['webhook-id']));
  expect(ids.size).toBe(1);
  for (const one of receiver.heard)
    expect(receiver.verify(createWebhook.signingKey, one)).toMatchObject({
      type: 'ticket.opened',
      data: { ticket: { number: ticket.number } },
    });
  const [first] = receiver.heard;
  expect(() =>
    receiver.verify(createWebhook.signingKey, {
      headers: first?.headers ?? {},
      body: `${first?.body} `,
    }),
  ).toThrow();
});
