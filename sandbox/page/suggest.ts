import type { Person, SlashCommand } from './types';

export type Suggestion = {
  readonly shown: string;
  readonly detail: string;
  /** The whole field with the suggestion taken, up to the caret. */
  readonly taken: string;
};

const MOST = 6;

/** What could come next at the caret: a command at the beginning, a person after an "@". */
export function suggest(
  beforeCaret: string,
  people: readonly Person[],
  commands: readonly SlashCommand[],
): Suggestion[] {
  if (/^\/\S*$/.test(beforeCaret)) {
    return commands
      .filter(({ command }) => command.startsWith(beforeCaret) && command !== beforeCaret)
      .map(({ command, description }) => ({
        shown: command,
        detail: description,
        taken: `${command} `,
      }));
  }
  const match = /(^|\s)@([\p{L}\d .'-]{0,30})$/u.exec(beforeCaret);
  if (!match) return [];
  const typed = (match[2] ?? '').toLowerCase();
  const start = beforeCaret.slice(0, beforeCaret.length - typed.length - 1);
  return (
    people
      .filter(({ handle }) => handle.toLowerCase().startsWith(typed))
      // A name written out needs no help, and Enter should send.
      .filter(({ handle }) => handle.toLowerCase() !== typed)
      .slice(0, MOST)
      .map(({ handle, title }) => ({
        shown: `@${handle}`,
        detail: title,
        taken: `${start}@${handle} `,
      }))
  );
}
