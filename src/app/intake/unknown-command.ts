import { similarTo } from '../../domain/search';
import { asTypedOn } from '../cards/way-to-ask';
import type { Platform } from '../ports/chat-event';

/** What people type, and is done with a button. */
const ON_THE_CARD: ReadonlySet<string> = new Set([
  'accept',
  'assign',
  'claim',
  'close',
  'escalate',
  'note',
  'priority',
  'reopen',
  'reply',
  'snooze',
  'solve',
  'transfer',
  'wake',
]);

const SHOWN = 40;

/** The answer to a word that is no command: what may have been meant, rather than all there is. */
export const unknownCommand = (
  verb: string,
  known: readonly string[],
  platform: Platform,
): string => {
  const name = verb.toLowerCase();
  const shown = verb.length > SHOWN ? `${verb.slice(0, SHOWN)}…` : verb;
  const [meant] = similarTo(name, known);
  if (known.includes(name)) return asTypedOn(platform, `/desk help shows how “${name}” is typed.`);
  if (ON_THE_CARD.has(name))
    return asTypedOn(
      platform,
      `“${name}” is done with the buttons of a ticket’s card. /desk help lists what can be typed.`,
    );
  return asTypedOn(
    platform,
    meant === undefined
      ? `I do not know “${shown}”. /desk help lists what can be typed.`
      : `I do not know “${shown}”. Did you mean /desk ${meant}? /desk help lists all that can be typed.`,
  );
};
