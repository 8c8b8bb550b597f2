import { DeskError } from '../../domain/errors';
import { cutOutgoing, isDivisible } from '../cards/parts';
import type { MessageRef } from '../ports/chat-event';
import type { ChatPlatform, Delivery, Outgoing } from '../ports/chat-platform';
import { type OutboxLease, type OutboxRow, partOf, type Remainder } from '../ports/queues';
import { isReply } from '../tickets/surfaces';

/** What became of one attempt, and what its row has still to do if that was a part only. */
export interface Attempt {
  readonly delivery: Delivery | 'never-known';
  readonly left: Remainder | null;
}

/** So much smaller a part is tried when a platform finds one too large, before we give up. */
const SMALLEST_SHARE = 32;

const broken = (row: OutboxRow): DeskError =>
  new DeskError(
    'invalid',
    'OUTBOX_ROW_BROKEN',
    `The outbox row ${row.id} of kind ${row.kind} misses a part.`,
  );

/** What a customer sees is never said twice on a guess; our own room would rather hear it twice than not. */
const isForCustomer = ({ messageId, surface }: OutboxRow): boolean =>
  messageId !== null ||
  (surface !== null && (isReply(surface) || surface.startsWith('status-line:')));

/** A row whose last outcome nobody recorded: look before repeating anything. */
const lookUp = async (
  platform: ChatPlatform,
  row: OutboxRow,
  since: Date,
): Promise<Delivery | 'absent' | 'never-known'> => {
  const found = await platform.find(row.to, partOf(row.id, row.part), since);
  switch (found.outcome) {
    case 'found':
      return { outcome: 'sent', ref: found.ref };
    case 'absent':
      return 'absent';
    case 'retry':
      return { outcome: 'unknown', reason: 'the look-up was put off' };
    case 'cannot-look':
      return isForCustomer(row) ? 'never-known' : 'absent';
    default:
      return found satisfies never;
  }
};

/** Says as much as one message holds; when even that is too large, less. */
const sayPart = async (
  platform: ChatPlatform,
  what: Outgoing,
  say: (part: Outgoing) => Promise<Delivery>,
): Promise<{ readonly delivery: Delivery; readonly rest: Outgoing | null }> => {
  for (let share = 1; ; share *= 2) {
    const cut = cutOutgoing(what, platform.holds, share);
    const delivery = await say(cut?.now ?? what);
    if (delivery.outcome !== 'too-large' || share === SMALLEST_SHARE)
      return { delivery, rest: cut?.rest ?? null };
  }
};

const post = async (platform: ChatPlatform, row: OutboxRow, what: Outgoing): Promise<Attempt> => {
  const after = (rest: Outgoing | null): Remainder | null =>
    rest === null ? null : { kind: 'post', what: rest };
  if (row.uncertainSince !== null) {
    const delivery = await lookUp(platform, row, row.uncertainSince);
    // Where we can look, nothing is ever found too large: the parts are as they were cut first.
    if (delivery !== 'absent')
      return { delivery, left: after(cutOutgoing(what, platform.holds)?.rest ?? null) };
  }
  const { delivery, rest } = await sayPart(platform, what, (part) =>
    platform.send(row.to, part, partOf(row.id, row.part)),
  );
  return { delivery, left: after(rest) };
};

const nextPart = (outbox: OutboxLease, row: OutboxRow): Promise<MessageRef | null> =>
  row.surface === null
    ? Promise.resolve(null)
    : outbox.surface(row.tenantId, partOf(row.surface, row.part + 1));

/** New words over old ones, part by part: what is more is said after them, what is left over goes. */
const edit = async (
  outbox: OutboxLease,
  platform: ChatPlatform,
  row: OutboxRow,
  at: MessageRef,
  what: Outgoing,
): Promise<Attempt> => {
  if (row.surface === null || !isDivisible(what))
    return { delivery: await platform.edit(at, what), left: null };
  const { delivery, rest } = await sayPart(platform, what, (part) => platform.edit(at, part));
  const next = await nextPart(outbox, row);
  if (rest !== null)
    return { delivery, left: { kind: next === null ? 'post' : 'edit', what: rest } };
  return { delivery, left: next === null ? null : { kind: 'remove', what: null } };
};

/** One attempt at one outbox row: at most one message is shown, changed or taken away. */
export const attempt = async (
  outbox: OutboxLease,
  platform: ChatPlatform,
  row: OutboxRow,
): Promise<Attempt> => {
  const { what } = row;
  if (what === null && row.kind !== 'remove') throw broken(row);
  if (row.kind === 'home') {
    if (what?.kind !== 'card' || row.userId === null || what.card.audience !== 'team')
      throw broken(row);
    // The audience was just checked; the type of a card's blocks follows from it.
    const card = { ...what.card, audience: 'team' } as const;
    return { delivery: await platform.home(row.to.workspace, row.userId, card), left: null };
  }
  if (row.kind === 'whisper') {
    if (what === null || row.userId === null) throw broken(row);
    const { to, userId } = row;
    const said = await sayPart(platform, what, (part) => platform.whisper(to, userId, part));
    const left = said.rest === null ? null : ({ kind: 'whisper', what: said.rest } as const);
    return { delivery: said.delivery, left };
  }
  if (row.kind === 'post') {
    if (what === null) throw broken(row);
    return post(platform, row, what);
  }
  const at =
    row.at ??
    (row.surface === null
      ? null
      : await outbox.surface(row.tenantId, partOf(row.surface, row.part)));
  if (at === null)
    return {
      delivery: { outcome: 'refused', reason: 'What it would change was never posted.' },
      left: null,
    };
  if (row.kind === 'edit') {
    if (what === null) throw broken(row);
    return edit(outbox, platform, row, at, what);
  }
  const next = await nextPart(outbox, row);
  return {
    delivery: await platform.remove(at),
    left: next === null ? null : { kind: 'remove', what: null },
  };
};
