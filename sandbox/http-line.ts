import { createHmac } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export type Outcome = number | 'timeout' | 'connection_failed';

export interface Answer {
  outcome: Outcome;
  body: string;
  headers: IncomingHttpHeaders;
}

export interface Retry {
  num: number;
  reason: string;
}

export interface HttpLineOptions {
  signingSecret: string;
  ackTimeoutMs: number;
  clock: () => number;
}

/** The answer of a desk that is not there. */
export const UNREACHED: Answer = { outcome: 'connection_failed', body: '', headers: {} };

/** Signed requests to the desk's address. */
export class HttpLine {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly options: HttpLineOptions) {}

  /** Sends one body and waits for the answer, three seconds at most unless said otherwise. */
  send(base: string, body: string, contentType: string, retry: Retry | null): Promise<Answer> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (answer: Answer) => {
        if (timer) clearTimeout(timer);
        resolve(answer);
      };
      const call = request(
        new URL(`${base}/slack/events`),
        { method: 'POST', agent: this.agent, headers: this.headers(body, contentType, retry) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => settle(UNREACHED));
          response.on('end', () =>
            settle({
              outcome: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
              headers: response.headers,
            }),
          );
        },
      );
      // The clock starts when the request leaves, not while it waits for a free socket.
      call.on('socket', () => {
        timer = setTimeout(() => {
          settle({ outcome: 'timeout', body: '', headers: {} });
          call.destroy();
        }, this.options.ackTimeoutMs);
      });
      call.on('error', () => settle(UNREACHED));
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private headers(body: string, contentType: string, retry: Retry | null) {
    const stamp = String(Math.floor(this.options.clock() / 1000));
    const signature = createHmac('sha256', this.options.signingSecret)
      .update(`v0:${stamp}:${body}`)
      .digest('hex');
    return {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
      ...(retry
        ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }
        : {}),
    };
  }
}
