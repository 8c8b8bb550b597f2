import type { Text } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { Tx } from '../ports/store';
import { recordDeskWords } from './desk-words';
import { tellCustomer } from './surfaces';

/** One message of the desk in the customer's thread; it counts for nobody's answer. Its id. */
export const tellInThread = async (
  tx: Tx,
  ticket: Ticket,
  body: Text,
  now: Date,
): Promise<string> => {
  const id = await recordDeskWords(tx, ticket, body, now);
  await tellCustomer(tx, ticket, say(body), id);
  return id;
};
