import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Core, Method } from './core';
import { sendText } from './http-io';
import { Refusal } from './model';
import { ALL_SCOPES } from './scopes';

const CODE_LIFE_MS = 10 * 60_000;

/** Turning a code into a token, and an app token into a connection. */
export const oauthMethods: Record<string, Method> = {
  'apps.connections.open': (core) => ({ ok: true, url: core.socketMode.newAddress() }),
  'oauth.v2.access': (core, args) => {
    const { app } = core.world;
    const given = args.text('client_id');
    if (given !== undefined && given !== app.client_id) throw new Refusal('invalid_client_id');
    if (
      args.text('client_secret') !== undefined &&
      args.text('client_secret') !== app.client_secret
    )
      throw new Refusal('bad_client_secret');
    const code = args.required('code', 'invalid_code');
    const granted = core.codes.get(code);
    core.codes.delete(code);
    if (!granted || core.world.clock() > granted.until) throw new Refusal('invalid_code');
    const token = `xoxb-sandbox-${randomBytes(12).toString('hex')}`;
    core.world.tokens.set(token, { scopes: granted.scopes, by: 'install' });
    core.world.installed = true;
    core.world.changed();
    return {
      ok: true,
      app_id: app.id,
      authed_user: {
        id: [...core.world.users.values()].find((user) => user.is_admin)?.id ?? app.bot_user_id,
      },
      scope: granted.scopes.join(','),
      token_type: 'bot',
      access_token: token,
      bot_user_id: app.bot_user_id,
      team: { id: app.team_id, name: core.world.team(app.team_id).name },
      enterprise: null,
      is_enterprise_install: false,
    };
  },
};

/** The page on which an administrator allows the app; allowing redirects back with a code. */
export function authorizePage(core: Core, url: URL, response: ServerResponse): void {
  const redirect = url.searchParams.get('redirect_uri');
  if (
    redirect === null ||
    !isLoopback(redirect) ||
    url.searchParams.get('client_id') !== core.world.app.client_id
  ) {
    sendText(
      response,
      400,
      'text/plain; charset=utf-8',
      'The app id is unknown, or its redirect address is not on this machine.',
    );
    return;
  }
  const back = new URL(redirect);
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  if (url.searchParams.get('allow') === '1') {
    const scopes = (url.searchParams.get('scope') ?? ALL_SCOPES.join(','))
      .split(/[ ,]+/)
      .filter((scope) => scope !== '');
    const code = randomBytes(16).toString('hex');
    core.codes.set(code, { scopes, until: core.world.clock() + CODE_LIFE_MS });
    back.searchParams.set('code', code);
    response.writeHead(302, { location: back.href });
    response.end();
    return;
  }
  const allow = new URL(url.href);
  allow.searchParams.set('allow', '1');
  back.searchParams.set('error', 'access_denied');
  const team = core.world.team(core.world.app.team_id).name;
  const link = (href: string, label: string) => `<a href="${escapeHtml(href)}">${label}</a>`;
  sendText(
    response,
    200,
    'text/html; charset=utf-8',
    `<!doctype html><meta charset="utf-8"><title>Install</title><body style="font:16px system-ui;max-width:32rem;margin:4rem auto">
<h1>Install ${escapeHtml(core.world.app.name)} in ${escapeHtml(team)}?</h1>
<p>It asks for: ${escapeHtml(url.searchParams.get('scope') ?? 'everything')}</p>
<p>${link(`${allow.pathname}${allow.search}`, 'Allow')} &middot; ${link(back.href, 'Cancel')}</p>`,
  );
}

function isLoopback(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

function escapeHtml(raw: string): string {
  return raw
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
