import { decodeActResult, decodeWorkspace } from './decode';
import type { Act, ActResult, Platform, Workspace } from './types';

const NO_ANSWER = 'The sandbox does not answer. Is `npm start` still running?';

const PLACES: { readonly [platform in Platform]: string } = {
  slack: '/sandbox',
  teams: '/teams/sandbox',
};

/** Reads the whole workspace. */
export async function readWorkspace(platform: Platform): Promise<Workspace> {
  const response = await fetch(`${PLACES[platform]}/state`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
  return decodeWorkspace(await response.json());
}

/** Does one thing as one person; never throws, the reason is in the answer. */
export async function send(platform: Platform, act: Act): Promise<ActResult> {
  try {
    const response = await fetch(`${PLACES[platform]}/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    });
    return decodeActResult(await response.json());
  } catch {
    return { ok: false, error: NO_ANSWER };
  }
}

/** Calls back on every change of the workspace, and with false when the line is lost. */
export function listen(
  platform: Platform,
  onChange: () => void,
  onLine: (up: boolean) => void,
): () => void {
  const source = new EventSource(`${PLACES[platform]}/stream`);
  source.addEventListener('change', onChange);
  source.addEventListener('open', () => {
    onLine(true);
    // Whatever happened while the line was down is only in the state, not in the stream.
    onChange();
  });
  source.addEventListener('error', () => onLine(false));
  return () => source.close();
}
