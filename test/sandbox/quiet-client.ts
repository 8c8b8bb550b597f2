import { LogLevel, WebClient } from '@slack/web-api';

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Slack's own client without retries and without talk. */
export function quietClient(
  token: string,
  slackApiUrl: string,
  more: { timeout?: number } = {},
): WebClient {
  return new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
    ...more,
  });
}

/** The error code a call was refused with, or 'accepted'. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (failure) {
    const data = failure instanceof Error && 'data' in failure ? failure.data : undefined;
    const named =
      typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
    return String(named ?? failure);
  }
}
