import { notFound } from '../../domain/errors';
import { bold, type Text, time, words } from '../../domain/text';
import { asTypedOn } from '../cards/way-to-ask';
import { askForDigestIn, setDigestIn, stopDigestIn } from '../digest/change-digest';
import { daysWords, readWish } from '../digest/digest-wish';
import type { Digest } from '../ports/digests';
import type { Tx } from '../ports/store';
import { requirePermission } from '../tickets/requirements';
import type { Asked } from './asked';
import { channelOf } from './places';
import { settled } from './settled';

const lineOf = async (tx: Tx, digest: Digest): Promise<Text> => {
  const room = await tx.desk.channelById(digest.channelId);
  const hour = `${String(digest.hour).padStart(2, '0')}:00`;
  return words(
    bold(digest.period === 'DAILY' ? 'Daily digest' : 'Weekly digest'),
    ` in #${room?.name ?? 'a room that is gone'}, ${daysWords(digest.weekdays)} at ${hour} (${digest.zone}), next `,
    time(digest.dueAt, digest.zone),
    '.',
    digest.trouble === null ? '' : ` The last one was not told: ${digest.trouble}`,
  );
};

const NONE =
  'No digest is set. In the room where it should be told, type /desk digest daily 9 mon-fri, or /desk digest weekly mon 9.';

/** `/desk digest …`: what is told to supervisors in which room. Throws DeskError. */
export const digestFromChat = async (asked: Asked): Promise<readonly Text[]> => {
  const { tx, actor, learned, rules, place } = asked;
  requirePermission(actor, 'configure');
  const wish = readWish(asked.words);
  switch (wish.do) {
    case 'show': {
      const digests = await tx.digests.all();
      return digests.length === 0
        ? [words(asTypedOn(place.platform, NONE))]
        : Promise.all(digests.map((one) => lineOf(tx, one)));
    }
    case 'tell': {
      const digest = await askForDigestIn(tx, actor, wish.period, rules.now);
      const room = await tx.desk.channelById(digest.channelId);
      return [words(`It comes in #${room?.name ?? 'its room'} in a moment.`)];
    }
    case 'stop':
      await settled(asked, 'stopDigest', [], () => stopDigestIn(tx, actor, wish.period));
      return [words(`The ${wish.period.toLowerCase()} digest is told no more.`)];
    case 'set': {
      const room = await channelOf(tx, learned, rules, place);
      if (room === null) throw notFound('channel');
      const zone = wish.zone ?? (await tx.desk.tenant()).zone;
      const { period, hour, weekdays } = wish;
      const kept = { period, hour, weekdays, zone, channelId: room.id };
      await settled(asked, 'setDigest', [room.id], async () => {
        await setDigestIn(tx, actor, kept, rules.now);
      });
      const set = await tx.digests.lock(period);
      return set === null ? [] : [await lineOf(tx, set)];
    }
    default:
      return wish satisfies never;
  }
};
