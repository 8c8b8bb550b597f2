import type { Command } from './command';
import type { Facts } from './ticket';

/** What a history line tells beside the fields that changed. */
export const saidWith = (command: Command): Facts => {
  switch (command.do) {
    case 'reopen':
    case 'not-a-request':
      return command.reason.trim() === '' ? {} : { reason: command.reason.trim() };
    case 'dismiss-signal':
      return { signal: command.signal };
    case 'rate':
      return { score: command.score };
    case 'tell-effort':
      return { repeated: command.repeated };
    default:
      return {};
  }
};
