import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { HTTPReceiver, type HTTPReceiverOptions } from '@slack/bolt';
import type { Installations } from '../../src/app/ports/installations';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Listener } from './door';
import {
  failurePage,
  installPage,
  notConfiguredPage,
  sendPage,
  successPage,
} from './install-pages';
import { quietLogger } from './quiet-logger';
import { BOT_SCOPES } from './scopes';

const STATE_LIFE_MS = 600_000;

export interface InstallOptions {
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly stateSecret: string | null;
  readonly publicUrl: string;
  readonly apiUrl: string | null;
  readonly requestTimeoutMs: number;
  readonly installations: Installations;
  readonly clock: Clock;
  readonly log: Log;
}

export interface InstallRoutes {
  readonly install: Listener;
  readonly oauthRedirect: Listener;
}

/** Each kind of failure, in words for the person in front of the browser. */
const REASONS: Readonly<Record<string, string>> = {
  slack_oauth_invalid_state:
    'The installation was started in another browser, or more than ten minutes ago, or was finished already.',
  slack_oauth_missing_state:
    'Slack came back without the proof that the installation started here.',
  slack_oauth_missing_code: 'Slack came back without its consent.',
  slack_oauth_installer_authorization_error: 'The consent was not given.',
};

type InstallerOptions = NonNullable<HTTPReceiverOptions['installerOptions']>;
type StateStore = NonNullable<InstallerOptions['stateStore']>;

const badState = (): Error =>
  Object.assign(new Error('state unknown, used or expired'), {
    code: 'slack_oauth_invalid_state',
  });

/** A state is random, signed (so that guesses never reach the database) and good for one use. */
const createStateStore = (options: InstallOptions, redirectUri: string): StateStore => {
  const key = options.stateSecret ?? options.clientSecret ?? '';
  const sign = (nonce: string): string =>
    createHmac('sha256', key).update(nonce).digest('base64url');
  const requireSigned = (state: string): void => {
    const [nonce = '', mark = ''] = state.split('.');
    const expected = Buffer.from(sign(nonce));
    const given = Buffer.from(mark);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw badState();
  };
  return {
    generateStateParam: async () => {
      const nonce = randomBytes(24).toString('base64url');
      const state = `${nonce}.${sign(nonce)}`;
      const expiresAt = new Date(options.clock.now().getTime() + STATE_LIFE_MS);
      await options.installations.issueState(state, expiresAt);
      return state;
    },
    verifyStateParam: async (_now, state) => {
      requireSigned(state);
      const isFresh = await options.installations.useState(state, options.clock.now());
      if (!isFresh) throw badState();
      return { scopes: [...BOT_SCOPES], redirectUri };
    },
  };
};

/** `/slack/install` and `/slack/oauth_redirect`: one app, many workspaces. */
export const createInstallRoutes = (options: InstallOptions): InstallRoutes => {
  const { clientId, clientSecret, log, installations } = options;
  if (clientId === null || clientSecret === null) {
    const closed: Listener = (_request, response) => sendPage(response, 404, notConfiguredPage());
    return { install: closed, oauthRedirect: closed };
  }
  const base = options.publicUrl.replace(/\/+$/, '');
  const redirectUri = `${base}/slack/oauth_redirect`;
  const receiver = new HTTPReceiver({
    signingSecret: 'unused: this receiver takes no events',
    endpoints: [],
    logger: quietLogger(log, 'oauth'),
    clientId,
    clientSecret,
    scopes: [...BOT_SCOPES],
    redirectUri,
    installationStore: {
      storeInstallation: async (installation) => {
        const owner = installation.isEnterpriseInstall
          ? installation.enterprise
          : installation.team;
        if (owner === undefined || installation.bot === undefined)
          throw new Error('an installation without a bot or an owner');
        await installations.save(
          {
            platform: 'slack',
            externalId: owner.id,
            name: owner.name ?? owner.id,
            appId: installation.appId ?? null,
            botUserId: installation.bot.userId,
            botToken: installation.bot.token,
            scopes: installation.bot.scopes,
          },
          options.clock.now(),
        );
        log.info('slack_installed', { platform: 'slack', workspace: owner.id });
      },
      fetchInstallation: () => Promise.reject(new Error('tokens are looked up elsewhere')),
    },
    installerOptions: {
      redirectUriPath: '/slack/oauth_redirect',
      stateStore: createStateStore(options, redirectUri),
      renderHtmlForInstallPath: installPage,
      clientOptions: {
        retryConfig: { retries: 0 },
        timeout: options.requestTimeoutMs,
        ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
      },
      ...(options.apiUrl === null
        ? {}
        : { authorizationUrl: new URL('/oauth/v2/authorize', options.apiUrl).href }),
      callbackOptions: {
        success: (installation, _options, _request, response) =>
          sendPage(
            response,
            200,
            successPage(installation.team?.name ?? installation.enterprise?.name ?? 'Slack'),
          ),
        failure: (error, _options, _request, response) => {
          log.warn('slack_install_failed', { platform: 'slack', code: error.code });
          const reason = REASONS[error.code] ?? 'Slack did not complete the installation.';
          sendPage(response, 400, failurePage(reason, `${base}/slack/install`));
        },
      },
    },
  });
  const listen: Listener = (request, response) => {
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET' }).end();
      return;
    }
    try {
      receiver.requestListener(request, response);
    } catch {
      sendPage(response, 404, failurePage('There is no such page.', `${base}/slack/install`));
    }
  };
  return { install: listen, oauthRedirect: listen };
};
