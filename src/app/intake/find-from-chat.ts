import { askedFor } from '../../domain/search';
import { limitOf } from '../../domain/sight';
import { foundCard } from '../cards/found-card';
import type { Outgoing } from '../ports/chat-platform';
import { EVERYWHERE, type SearchHit } from '../ports/search';
import type { Asked } from './asked';
import { linesOf, requireLook } from './home';
import { channelOf } from './places';

const HITS = 60;
const TICKETS = 10;

/** The best hit of each ticket, best ticket first. */
const bestOfEach = (hits: readonly SearchHit[]): readonly SearchHit[] => {
  const best = new Map<string, SearchHit>();
  for (const hit of hits) if (!best.has(hit.ticketId)) best.set(hit.ticketId, hit);
  return [...best.values()].slice(0, TICKETS);
};

/** `/desk find words`: tickets with the place where the words stand, for the asker alone. */
export const findFromChat = async (asked: Asked): Promise<readonly Outgoing[]> => {
  const { tx, actor, learned, rules, place, words } = asked;
  requireLook(actor);
  const query = askedFor(words);
  const room = await channelOf(tx, learned, rules, place);
  const hits = await tx.search.find(
    query,
    // In a room that a customer shares no note is shown, not even to the asker alone.
    { ...EVERYWHERE, onlyPublic: room?.kind === 'CUSTOMER' },
    limitOf(actor),
    HITS,
  );
  const found = [];
  for (const hit of bestOfEach(hits)) {
    const ticket = await tx.tickets.find(hit.ticketId);
    const [line] = ticket === null ? [] : await linesOf(tx, [ticket]);
    if (line !== undefined)
      found.push({ ...line, excerpt: hit.message === null ? [] : hit.excerpt });
  }
  const { zone } = await tx.desk.tenant();
  return [{ kind: 'card', as: null, card: foundCard(query, found, zone) }];
};
