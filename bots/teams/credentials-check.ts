import { createAccessTokens, NoAccessToken, tokenUrlOf } from './access-token';
import { APP_REFUSED } from './refusals';

const TIMEOUT_MS = 10_000;

/** Why the app gets no token; null when it gets one. For an operator's check, not for the desk. */
export const refusedByMicrosoft = async (app: {
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: 'MultiTenant' | 'SingleTenant';
  readonly ownTenant: string;
  /** Null: Microsoft itself. */
  readonly tokenUrl: string | null;
}): Promise<string | null> => {
  const { appId, appPassword } = app;
  const tokenUrl = app.tokenUrl ?? tokenUrlOf(app.appType, app.ownTenant);
  const clock = { now: () => new Date() };
  try {
    await createAccessTokens({ appId, appPassword, tokenUrl }, clock, TIMEOUT_MS).get();
    return null;
  } catch (error) {
    if (!(error instanceof NoAccessToken)) throw error;
    return error.isRefused ? APP_REFUSED : 'Microsoft could not be reached. Check the network.';
  }
};
