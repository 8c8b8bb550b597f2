import type { Actor } from '../../domain/actor';
import { DIGEST_PERIODS, type DigestPeriod } from '../../domain/digest-schedule';
import { DeskError, notFound } from '../../domain/errors';
import { words } from '../../domain/text';
import type { Form } from '../cards/form';
import { say } from '../cards/notices';
import { setDigestIn, stopDigestIn } from '../digest/change-digest';
import { troubleWith } from '../digest/digest-room';
import { MORNING, readDays, shortDays, usualDays } from '../digest/digest-wish';
import type { ChatEvent, FormRequest } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { chosenId } from './chosen-id';
import { digestLine } from './digest-from-chat';
import type { IntakeRules } from './places';
import { settled } from './settled';

type Submission = Extract<ChatEvent, { readonly kind: 'form' }>;

/** Stands for no room. */
const OFF = 'off';
const ROOMS = 99;

const periodOf = (index: number | undefined): DigestPeriod => {
  const period = DIGEST_PERIODS[index ?? -1];
  if (period === undefined) throw notFound('digest');
  return period;
};

const ownRooms = async (tx: Tx): Promise<readonly Channel[]> => {
  const rooms = [
    ...(await tx.desk.channels('TRIAGE', ROOMS)),
    ...(await tx.desk.channels('INTERNAL', ROOMS)),
  ];
  return rooms.filter((room) => troubleWith(room) === null).slice(0, ROOMS);
};

/** When and where a digest is told, filled with what stands now. Throws DeskError. */
export const digestForm = async (tx: Tx, request: FormRequest): Promise<Form> => {
  const period = periodOf(request.subject.level);
  const kept = (await tx.digests.all()).find((one) => one.period === period) ?? null;
  const rooms = await ownRooms(tx);
  if (rooms.length === 0)
    throw new DeskError(
      'refused',
      'NO_ROOM_OF_OURS',
      'The desk is in no room that only your team reads.',
      'Invite it to one first.',
    );
  const here = request.place === null ? null : await tx.desk.channel(request.place);
  const chosen = [kept?.channelId, here?.id].find((id) => rooms.some((room) => room.id === id));
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    label: `${String(hour).padStart(2, '0')}:00`,
    value: String(hour),
  }));
  return {
    name: 'digest',
    title: period === 'DAILY' ? 'Daily digest' : 'Weekly digest',
    submit: 'Keep',
    intro: [
      words(
        'Who waits longest, promises due, accounts at risk, and how fast and how well it went.',
      ),
    ],
    fields: [
      {
        kind: 'choice',
        name: 'room',
        label: 'Where',
        required: true,
        options: [
          ...rooms.map(({ id, name }) => ({ label: `#${name}`, value: id })),
          ...(kept === null ? [] : [{ label: 'Nowhere any more', value: OFF }]),
        ],
        ...(chosen === undefined ? {} : { initial: chosen }),
      },
      {
        kind: 'choice',
        name: 'hour',
        label: 'At',
        required: true,
        options: hours,
        initial: String(kept?.hour ?? MORNING),
      },
      {
        kind: 'text',
        name: 'days',
        label: period === 'DAILY' ? 'On which days' : 'On which day',
        multiline: false,
        required: true,
        maxLength: 60,
        hint: period === 'DAILY' ? 'For example mon-fri, or mon,wed' : 'For example mon',
        initial: shortDays(kept?.weekdays ?? usualDays(period)),
      },
      {
        kind: 'text',
        name: 'zone',
        label: 'Time zone',
        multiline: false,
        required: true,
        maxLength: 100,
        initial: kept?.zone ?? (await tx.desk.tenant()).zone,
      },
    ],
    subject: request.subject,
  };
};

/** Does what the form says. Throws DeskError. */
export const submitDigest = async (
  tx: Tx,
  rules: Pick<IntakeRules, 'now'>,
  actor: Actor,
  { values, subject }: Submission,
): Promise<readonly Outgoing[]> => {
  const period = periodOf(subject.level);
  const settling = { tx, actor, rules, words: values };
  const { room = '' } = values;
  if (room === OFF) {
    await settled(settling, 'stopDigest', [], () => stopDigestIn(tx, actor, period));
    return [say(`The ${period.toLowerCase()} digest is told no more.`)];
  }
  const zone = (values.zone ?? '').trim();
  const weekdays = readDays(values.days ?? '');
  const channelId = chosenId(room, 'channel');
  const wish = { period, hour: Number(values.hour), weekdays, zone, channelId };
  await settled(settling, 'setDigest', [channelId], async () => {
    await setDigestIn(tx, actor, wish, rules.now);
  });
  const kept = await tx.digests.lock(period);
  return kept === null ? [] : [say(await digestLine(tx, kept))];
};
