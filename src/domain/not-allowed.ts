import type { Actor } from './actor';
import { DeskError } from './errors';
import { type Action, isForCustomers } from './policy';

const JUST_WRITE = 'Just write in this thread: the team reads every message.';

/** Why somebody may not do something to a ticket, in words for them, and what they can do instead. */
export const notAllowed = (actor: Actor, action: Action): DeskError => {
  const refused = (message: string, hint: string): DeskError =>
    new DeskError('forbidden', 'NOT_ALLOWED', message, hint);
  if (actor.kind === 'contact')
    return isForCustomers(action)
      ? refused('That button is for the company that asked.', JUST_WRITE)
      : refused('That button is for the support team.', JUST_WRITE);
  if (actor.kind !== 'member' || !actor.active)
    return refused('You may not do that here.', 'Ask a supervisor to add you to the support team.');
  return isForCustomers(action)
    ? refused(
        'That button is for the customer.',
        'Yours are on the card of the ticket, in the triage channel.',
      )
    : refused('Your role does not allow that.', 'Ask a supervisor to do it.');
};
