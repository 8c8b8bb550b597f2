import type { IncomingMessage, ServerResponse } from 'node:http';
import { chatMethods } from './chat-methods';
import { conversationMethods } from './conversation-methods';
import { Args, type Core, type Method } from './core';
import type { Fault } from './faults';
import { fileMethods } from './file-methods';
import { fieldsOf, readBody, sendJson } from './http-io';
import { type Json, type JsonObject, text } from './json';
import { Refusal } from './model';
import { oauthMethods } from './oauth';
import { argumentBreaches } from './request-check';
import { missingScope } from './scopes';
import { viewMethods } from './view-methods';
import { InvalidBlocks } from './views';
import { workspaceMethods } from './workspace-methods';

const METHODS: Record<string, Method> = {
  ...chatMethods,
  ...conversationMethods,
  ...viewMethods,
  ...fileMethods,
  ...workspaceMethods,
  ...oauthMethods,
};

const FOR_THE_APP = new Set(['apps.connections.open', 'apps.event.authorizations.list']);
const PACED = new Set(['chat.postMessage', 'chat.postEphemeral']);

/** One Web API call as it was answered; status 0 means the client never got an answer. */
export interface RequestRecord {
  at: number;
  method: string;
  args: JsonObject;
  status: number;
  ok: boolean;
  error: string | null;
  fault: string | null;
}

interface Reply {
  status: number;
  body: JsonObject;
  headers: Record<string, string>;
}

/** The Web API: parses, lets faults happen, checks, answers and keeps a record. */
export class WebApi {
  readonly log: RequestRecord[] = [];
  readonly violations: string[] = [];
  echoBeforeAnswerMs = 0;

  constructor(
    private readonly core: Core,
    private readonly strict: boolean,
  ) {}

  /** Answers one call. */
  async handle(
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<void> {
    const body = await readBody(request);
    const args = fieldsOf(url, request.headers['content-type'] ?? '', body);
    const token = bearer(request) ?? text(args.token);
    delete args.token;
    const record: RequestRecord = {
      at: this.core.world.clock(),
      method,
      args,
      status: 0,
      ok: false,
      error: null,
      fault: null,
    };
    this.log.push(record);
    const fault = this.core.faults.hit(method, text(args.channel));
    record.fault = fault?.kind ?? null;
    if (fault && (await this.refusedByFault(fault, response, record))) return;
    if (fault?.kind === 'store-then-drop' && fault.delayMs !== undefined) {
      response.destroy();
      await pause(fault.delayMs);
    }
    const reply = await this.answer(method, token, args);
    record.ok = reply.body.ok === true;
    record.error = text(reply.body.error) ?? null;
    if (fault?.kind === 'store-then-drop') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'late') await pause(fault.delayMs ?? 5000);
    else if (method === 'chat.postMessage' && this.echoBeforeAnswerMs > 0)
      await pause(this.echoBeforeAnswerMs);
    record.status = response.destroyed ? 0 : reply.status;
    sendJson(response, reply.status, reply.body, reply.headers);
  }

  /** Faults which keep the call from taking effect. */
  private async refusedByFault(
    fault: Fault,
    response: ServerResponse,
    record: RequestRecord,
  ): Promise<boolean> {
    switch (fault.kind) {
      case 'error':
        record.status = 200;
        record.error = fault.error ?? 'internal_error';
        sendJson(response, 200, { ok: false, error: record.error });
        return true;
      case 'http500':
        record.status = 500;
        sendJson(response, 500, { ok: false, error: 'internal_error' });
        return true;
      case '429':
        record.status = 429;
        record.error = 'ratelimited';
        sendJson(
          response,
          429,
          { ok: false, error: 'ratelimited' },
          { 'retry-after': String(fault.retryAfterS ?? 1) },
        );
        return true;
      case 'drop-before':
        response.destroy();
        return true;
      case 'black-hole':
        // The socket stays open and silent until the client loses patience.
        return true;
      case 'late':
      case 'store-then-drop':
        return false;
    }
  }

  private async answer(method: string, token: string | undefined, raw: JsonObject): Promise<Reply> {
    const held = token === undefined ? undefined : this.core.world.tokens.get(token);
    const headers: Record<string, string> = held ? { 'x-oauth-scopes': held.scopes.join(',') } : {};
    try {
      const handler = METHODS[method];
      if (!handler) throw new Refusal('unknown_method');
      if (FOR_THE_APP.has(method)) {
        if (token === undefined) throw new Refusal('not_authed');
        if (token !== this.core.appToken) throw new Refusal('invalid_auth');
      } else if (method !== 'oauth.v2.access') {
        if (token === undefined) throw new Refusal('not_authed');
        if (!held)
          throw new Refusal(this.core.world.installed ? 'invalid_auth' : 'account_inactive');
        const customized =
          raw.username !== undefined || raw.icon_url !== undefined || raw.icon_emoji !== undefined;
        const needed = missingScope(method, customized, held.scopes);
        if (needed)
          return refused('missing_scope', { needed, provided: held.scopes.join(',') }, headers);
      }
      const breaches = this.strict ? argumentBreaches(method, raw) : [];
      if (breaches.length > 0) {
        this.violations.push(...breaches);
        return refused('invalid_arguments', { response_metadata: { messages: breaches } }, headers);
      }
      if (PACED.has(method)) {
        const wait = this.core.rateLimit.take(text(raw.channel) ?? '');
        if (wait > 0)
          return {
            ...refused('ratelimited', {}, { ...headers, 'retry-after': String(wait) }),
            status: 429,
          };
      }
      return { status: 200, body: await handler(this.core, new Args(raw)), headers };
    } catch (failure) {
      if (failure instanceof InvalidBlocks) {
        const messages: Json = failure.messages.map((message) => `[ERROR] ${message}`);
        return refused(failure.message, { response_metadata: { messages } }, headers);
      }
      if (failure instanceof Refusal) return refused(failure.message, {}, headers);
      throw failure;
    }
  }
}

function refused(error: string, more: JsonObject, headers: Record<string, string>): Reply {
  return { status: 200, body: { ok: false, error, ...more }, headers };
}

function bearer(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization;
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
