import type { Command } from './command';
import type { Facts } from './ticket';
import type { Standing } from './work-item';

const standingOf = ({ state, stateName }: Standing): Facts => ({
  workItemState: state,
  workItemStateName: stateName,
});

/** What stood before, beside the fields of the ticket. */
export const stoodWith = (command: Command): Facts => {
  if (command.do === 'follow-work-item') return standingOf(command.shown);
  if (command.do !== 'join-work-item') return {};
  return { workItem: command.former.key, workItemUrl: command.former.url };
};

/** What a history line tells beside the fields that changed. */
export const saidWith = (command: Command): Facts => {
  switch (command.do) {
    case 'reopen':
    case 'not-a-request':
      return command.reason.trim() === '' ? {} : { reason: command.reason.trim() };
    case 'dismiss-signal':
      return { signal: command.signal };
    case 'link-work-item':
    case 'unlink-work-item':
    case 'follow-work-item':
    case 'join-work-item':
      return {
        workItem: command.item.key,
        workItemUrl: command.item.url,
        ...standingOf(command.item),
      };
    case 'label': {
      const { add, remove } = command;
      const names = (labels: typeof add) => labels.map(({ name }) => name).join(', ');
      return {
        ...(add.length === 0 ? {} : { added: names(add) }),
        ...(remove.length === 0 ? {} : { removed: names(remove) }),
      };
    }
    case 'rate':
      return { score: command.score };
    case 'tell-effort':
      return { repeated: command.repeated };
    default:
      return {};
  }
};
