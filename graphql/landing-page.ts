import { createHash } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
  main { display: grid; gap: 1rem; grid-template-columns: 1fr 1fr; }
  label { display: block; font-weight: 600; }
  textarea, input, pre { box-sizing: border-box; width: 100%; font: 14px/1.5 ui-monospace, monospace; }
  textarea { height: 26rem; }
  pre { border: 1px solid #888; height: 34rem; margin: 0; overflow: auto; padding: .5rem; white-space: pre-wrap; }
  button { font: inherit; margin-top: .5rem; padding: .25rem 1rem; }
`;

const SCRIPT = `
  document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const value = (id) => document.getElementById(id).value;
    const answer = document.getElementById('answer');
    try {
      const response = await fetch(location.pathname, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer ' + value('token') },
        body: JSON.stringify({ query: value('query') }),
      });
      answer.textContent = JSON.stringify(await response.json(), null, 2);
    } catch (error) {
      answer.textContent = String(error);
    }
  });
`;

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Exactly this style and this script, and talk with nobody but ourselves. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Works without the internet: one form, one answer, nothing loaded from elsewhere. */
const page = (): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Threadkeeper API</title>
<style>${STYLE}</style>
<h1>Threadkeeper API</h1>
<main>
  <form>
    <label for="token">API token</label>
    <input id="token" type="password" autocomplete="off">
    <label for="query">Query</label>
    <textarea id="query" spellcheck="false">{
  tickets(first: 10) {
    nodes { number subject status waitingOn customer { name } assignee { name } }
    pageInfo { hasNextPage endCursor }
  }
}</textarea>
    <button>Run</button>
  </form>
  <pre id="answer" aria-live="polite"></pre>
</main>
<script>${SCRIPT}</script>
</html>
`;

/** A page to try queries on; with `shown` false no page at all, nor the framework's own. */
export const landingPage = (shown: boolean): ApolloServerPlugin =>
  shown
    ? { serverWillStart: async () => ({ renderLandingPage: async () => ({ html: page() }) }) }
    : ApolloServerPluginLandingPageDisabled();
