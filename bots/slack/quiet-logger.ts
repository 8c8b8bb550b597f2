import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../../src/app/ports/log';

/** Slack's packages log requests and answers: only that something was said is kept, never what. */
export const quietLogger = (log: Log, code: string): Logger => ({
  debug: () => undefined,
  info: () => undefined,
  warn: () => log.debug('slack_package_warned', { platform: 'slack', code }),
  error: () => log.debug('slack_package_failed', { platform: 'slack', code }),
  setLevel: () => undefined,
  getLevel: () => LogLevel.WARN,
  setName: () => undefined,
});
