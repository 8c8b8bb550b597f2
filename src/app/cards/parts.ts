import { type Span, type Text, toPlain } from '../../domain/text';
import type { Holds, Measure, Outgoing } from '../ports/chat-platform';
import type { Audience, Block, Card } from './card';

interface Cut<Whole> {
  readonly now: Whole;
  readonly rest: Whole;
}

/** An end of a paragraph, line or word in the last part of what fits is a better place to stop. */
const STOPS = [/\n\s*\n\s*/gu, /\n/gu, /\s+/gu];
const NOT_BEFORE = 0.6;

const lengthOf = (text: string): number => [...text].length;

/** How many code points of this text stand before its n-th line break, the break included. */
const beforeLine = (text: string, lines: number): number => {
  let seen = 0;
  const points = [...text];
  const end = points.findIndex((point) => point === '\n' && ++seen === lines);
  return end === -1 ? points.length : end + 1;
};

const stopIn = (fitting: string): number => {
  const length = lengthOf(fitting);
  for (const stop of STOPS) {
    const last = [...fitting.matchAll(stop)].at(-1);
    if (last === undefined) continue;
    const at = lengthOf(fitting.slice(0, last.index + last[0].length));
    if (at >= length * NOT_BEFORE) return at;
  }
  return length;
};

/** Words can be divided inside; an address, a name and a time cannot. */
const divided = (span: Span, at: number): Cut<Span> | null => {
  if (!('text' in span) || span.kind === 'link') return null;
  const points = [...span.text];
  return {
    now: { ...span, text: points.slice(0, at).join('') },
    rest: { ...span, text: points.slice(at).join('') },
  };
};

/** The first so many code points, every span with its own formatting, and what is left. */
const cutAt = (text: Text, length: number): Cut<Text> => {
  let left = length;
  const now: Span[] = [];
  for (const [index, span] of text.entries()) {
    const size = lengthOf(toPlain([span]));
    if (size <= left) {
      now.push(span);
      left -= size;
      continue;
    }
    const after = text.slice(index + 1);
    const halves = left === 0 ? null : divided(span, left);
    if (halves !== null) return { now: [...now, halves.now], rest: [halves.rest, ...after] };
    // What cannot be divided goes whole, alone if it must.
    return toPlain(now) === ''
      ? { now: [...now, span], rest: after }
      : { now, rest: [span, ...after] };
  }
  return { now, rest: [] };
};

/** As much of a text as one message holds, and the rest; null when it holds all of it. */
export const cutText = (text: Text, { chars, lines }: Measure): Cut<Text> | null => {
  const whole = toPlain(text);
  const most = Math.min(chars, beforeLine(whole, lines));
  if (lengthOf(whole) <= most) return null;
  const cut = cutAt(text, stopIn([...whole].slice(0, most).join('')));
  return toPlain(cut.rest) === '' ? null : cut;
};

/** Buttons belong to one message; what has any is shown as a whole. */
const isDivisibleCard = (card: Card): boolean =>
  card.blocks.every(({ kind }) => kind !== 'buttons');

/** Whether this may go out as several messages. */
export const isDivisible = (what: Outgoing): boolean =>
  what.kind === 'text' || isDivisibleCard(what.card);

const cutBlock = <A extends Audience>(block: Block<A>, measure: Measure): Cut<Block<A>> | null => {
  if (block.kind !== 'quote' && block.kind !== 'text') return null;
  const cut = cutText(block.text, measure);
  return cut === null
    ? null
    : { now: { ...block, text: cut.now }, rest: { ...block, text: cut.rest } };
};

const cutCard = <A extends Audience>(card: Card<A>, measure: Measure): Cut<Card<A>> | null => {
  for (const [at, block] of card.blocks.entries()) {
    const cut = cutBlock(block, measure);
    if (cut === null) continue;
    const blocks = [cut.rest, ...card.blocks.slice(at + 1)];
    return {
      now: { ...card, blocks: [...card.blocks.slice(0, at), cut.now] },
      rest: { ...card, title: '', blocks },
    };
  }
  return null;
};

/** The share that is cut smaller when a platform finds a message too large after all. */
const shared = ({ chars, lines }: Measure, share: number): Measure => ({
  chars: Math.max(1, Math.floor(chars / share)),
  lines: Math.max(1, Math.floor(lines / share)),
});

/** What goes out as the next message, and what is left for those after it; null when all fits. */
export const cutOutgoing = (what: Outgoing, holds: Holds, share = 1): Cut<Outgoing> | null => {
  if (what.kind === 'text') {
    const cut = cutText(what.text, shared(holds.text, share));
    return cut === null
      ? null
      : { now: { ...what, text: cut.now }, rest: { ...what, text: cut.rest } };
  }
  if (!isDivisibleCard(what.card)) return null;
  const cut = cutCard(what.card, shared(holds.block, share));
  return cut === null
    ? null
    : { now: { ...what, card: cut.now }, rest: { ...what, card: cut.rest } };
};
