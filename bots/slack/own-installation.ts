import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Installation } from '../../src/app/ports/installations';
import type { Log } from '../../src/app/ports/log';
import { failureOf } from './call';
import { quietLogger } from './quiet-logger';
import { BOT_SCOPES } from './scopes';

const identitySchema = z.object({
  team: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
const botSchema = z.object({ bot: z.object({ app_id: z.string().optional() }).optional() });

/** Who a bot token speaks for, asked of Slack itself. Throws with a sentence for the operator. */
export const ownInstallation = async (
  token: string,
  apiUrl: string | null,
  timeoutMs: number,
  log: Log,
): Promise<Installation> => {
  const client = new WebClient(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quietLogger(log, 'own_installation'),
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  });
  try {
    const identity = identitySchema.parse(await client.auth.test());
    const bot =
      identity.bot_id === undefined
        ? null
        : botSchema.parse(await client.bots.info({ bot: identity.bot_id }));
    const enterprise =
      identity.is_enterprise_install === true ? (identity.enterprise_id ?? null) : null;
    return {
      platform: 'slack',
      externalId: enterprise ?? identity.team_id,
      name: identity.team,
      appId: bot?.bot?.app_id ?? null,
      botUserId: identity.user_id,
      botToken: token,
      scopes: identity.response_metadata?.scopes ?? [],
    };
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    throw new Error(`Slack did not accept the bot token: ${failureOf(error).reason}`);
  }
};

/** What the desk needs and the token was not granted; empty when Slack named no scopes at all. */
export const missingScopes = (granted: readonly string[]): readonly string[] =>
  granted.length === 0 ? [] : BOT_SCOPES.filter((scope) => !granted.includes(scope));
