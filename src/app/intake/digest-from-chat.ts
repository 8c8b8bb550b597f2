import { notFound } from '../../domain/errors';
import { bold, type Text, time, words } from '../../domain/text';
import { digestsCard } from '../cards/digests-card';
import { say } from '../cards/notices';
import { asTypedOn } from '../cards/way-to-ask';
import { askForDigestIn, setDigestIn, stopDigestIn } from '../digest/change-digest';
import { daysWords, readWish } from '../digest/digest-wish';
import type { Outgoing } from '../ports/chat-platform';
import type { Digest } from '../ports/digests';
import type { Tx } from '../ports/store';
import { requirePermission } from '../tickets/requirements';
import type { Asked } from './asked';
import { channelOf } from './places';
import { settled } from './settled';

/** One digest in words: where, when, and what became of the last one. */
export const digestLine = async (tx: Tx, digest: Digest): Promise<Text> => {
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
export const digestFromChat = async (asked: Asked): Promise<readonly Outgoing[]> => {
  const { tx, actor, learned, rules, place } = asked;
  requirePermission(actor, 'configure');
  const wish = readWish(asked.words);
  switch (wish.do) {
    case 'show': {
      const digests = await tx.digests.all();
      const lines: Text[] = [];
      for (const one of digests) lines.push(await digestLine(tx, one));
      if (digests.length === 0) lines.push(words(asTypedOn(place.platform, NONE)));
      return [{ kind: 'card', card: digestsCard(lines), as: null }];
    }
    case 'tell': {
      const digest = await askForDigestIn(tx, actor, wish.period, rules.now);
      const room = await tx.desk.channelById(digest.channelId);
      return [say(`It comes in #${room?.name ?? 'its room'} in a moment.`)];
    }
    case 'stop':
      await settled(asked, 'stopDigest', [], () => stopDigestIn(tx, actor, wish.period));
      return [say(`The ${wish.period.toLowerCase()} digest is told no more.`)];
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
      return set === null ? [] : [say(await digestLine(tx, set))];
    }
    default:
      return wish satisfies never;
  }
};
