import type { ServerResponse } from 'node:http';

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem;color:#1d2b3a}' +
  'h1{font-size:1.5rem}a{color:#1264a3}a.button{display:inline-block;padding:.7rem 1.2rem;border-radius:.4rem;' +
  'background:#1d2b3a;color:#fff;text-decoration:none}li{margin:.4rem 0}code{background:#eef1f4;padding:.1rem .3rem}';

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escapeHtml(title)}</title><style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;

/** Sends one page that loads nothing and cannot be framed. */
export const sendPage = (response: ServerResponse, status: number, html: string): void => {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(html);
};

/** The way to Slack's own consent page. */
export const installPage = (authorizeUrl: string): string =>
  page(
    'Add the support desk to Slack',
    `<p>Slack shows you next what the app may do, and asks for your consent.</p>` +
      `<p><a class="button" href="${escapeHtml(authorizeUrl)}">Continue to Slack</a></p>`,
  );

/** Installed: what to do first. */
export const successPage = (workspaceName: string): string =>
  page(
    `Installed in ${workspaceName}`,
    `<p>Three steps, and the first ticket can come:</p><ol>` +
      `<li>In Slack, invite the app to your triage channel: <code>/invite @</code> and its name.</li>` +
      `<li>Invite it to each channel you share with a customer.</li>` +
      `<li>Type <code>/desk help</code> anywhere.</li></ol><p>You can close this page.</p>`,
  );

/** Not installed: why, and the way on. */
export const failurePage = (reason: string, installUrl: string): string =>
  page(
    'The app was not installed',
    `<p>${escapeHtml(reason)}</p><p>Nothing was changed. ` +
      `<a href="${escapeHtml(installUrl)}">Start again</a></p>`,
  );

/** No client id and secret: there is nothing to start. */
export const notConfiguredPage = (): string =>
  page(
    'Installing by link is switched off',
    `<p>This desk serves one workspace with a fixed token. To install it in more workspaces, its operator sets ` +
      `<code>SLACK_CLIENT_ID</code>, <code>SLACK_CLIENT_SECRET</code> and <code>SLACK_STATE_SECRET</code>.</p>`,
  );
