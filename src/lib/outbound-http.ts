import { type LookupAddress, lookup as lookUpName } from 'node:dns';
import { type ClientRequest, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address';

/** What a name leads to: node's own look-up, or a test's. */
export type Lookup = (
  name: string,
  /** Of a name that leads nowhere node gives no addresses at all, whatever its types say. */
  done: (error: Error | null, addresses?: readonly LookupAddress[]) => void,
) => void;

export interface OutboundOptions {
  /** Lets this machine itself be called, over plain http too: for trying things out, never else. */
  readonly allowsLoopback: boolean;
  readonly timeoutMs?: number;
  readonly answerBytes?: number;
  readonly lookup?: Lookup;
}

export type Outcome = { readonly status: number } | { readonly error: string };

export type PostJson = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<Outcome>;

const TIMEOUT_MS = 15_000;
const ANSWER_BYTES = 65_536;
const AGENT = 'Threadkeeper-Webhooks/1';

const NOT_PUBLIC = 'the address is not a public one';

class Refusal extends Error {}

const systemLookup: Lookup = (name, done) => lookUpName(name, { all: true }, done);

/**
 * The one client for addresses that somebody typed in. Every address a name leads to is looked at
 * in the moment of connecting, so a name that changes its mind in between (DNS rebinding) gains
 * nothing; a redirect is an answer and is never followed; time and size of the answer are limited.
 */
export const createOutboundHttp = (options: OutboundOptions): PostJson => {
  const { allowsLoopback, timeoutMs = TIMEOUT_MS, answerBytes = ANSWER_BYTES } = options;
  const resolveName = options.lookup ?? systemLookup;
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (allowsLoopback && isLoopback(address));

  const guarded: LookupFunction = (name, wanted, done) => {
    resolveName(name, (error, addresses = []) => {
      if (error !== null) return done(error, '', 0);
      const [first] = addresses;
      // One bad address spoils the name: which of them is used is not ours to say.
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        return done(new Refusal(NOT_PUBLIC), '', 0);
      if (wanted.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };

  return (given, headers, body) =>
    new Promise((resolve) => {
      const url = new URL(given);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const isPlain = url.protocol === 'http:' && allowsLoopback;
      // A literal address is never looked up.
      if ((url.protocol !== 'https:' && !isPlain) || (isIP(host) !== 0 && !isAllowed(host)))
        return resolve({ error: isIP(host) === 0 ? 'only https is spoken' : NOT_PUBLIC });
      const length = String(Buffer.byteLength(body));
      const request: ClientRequest = (isPlain ? overHttp : overHttps)(url, {
        method: 'POST',
        headers: { ...headers, 'user-agent': AGENT, 'content-length': length },
        lookup: guarded,
        // A connection of its own: none is kept that was opened under another check.
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const failed = (error: Error): void => resolve({ error: wordsFor(error, timeoutMs) });
      request.on('error', failed);
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > answerBytes) {
            resolve({ error: `the answer is longer than ${answerBytes} bytes` });
            request.destroy();
          }
        });
        response.on('end', () => resolve({ status }));
        response.on('error', failed);
      });
      request.end(body);
    });
};

/** For the log that administrators read: a reason, and nothing of our own network. */
const wordsFor = (error: Error, timeoutMs: number): string => {
  if (error instanceof Refusal) return error.message;
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${timeoutMs / 1_000} s`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
  return `not reached (${code})`;
};
