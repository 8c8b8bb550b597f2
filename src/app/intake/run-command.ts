import { INTAKE_MODES, type IntakeMode } from '../../domain/chatter';
import { DeskError, notFound } from '../../domain/errors';
import { helpCard, listCard } from '../cards/lists';
import { notTaken, say } from '../cards/notices';
import type { Outgoing } from '../ports/chat-platform';
import type { Channel } from '../ports/records';
import { requirePermission } from '../tickets/requirements';
import { showQueueIn } from '../tickets/show-queue';
import type { Asked } from './asked';
import { causeFromChat } from './cause-from-chat';
import { digestFromChat } from './digest-from-chat';
import { findFromChat } from './find-from-chat';
import { homeOf, linesOf, requireLook } from './home';
import { HOURS_COMMANDS } from './hours-commands';
import { labelFromChat, labelsInChat } from './labels-from-chat';
import { actorOf, enrolMembers, enrolWhoRuns, isColleague } from './people';
import { channelOf } from './places';
import { SET_UP_COMMANDS } from './set-up-commands';
import { settled } from './settled';
import { unknownCommand } from './unknown-command';
import { waitFromChat } from './wait-from-chat';
import { linkFromChat, unlinkFromChat } from './work-items-from-chat';

type Handler = (asked: Asked) => Promise<readonly Outgoing[]>;

const card = (one: Extract<Outgoing, { kind: 'card' }>['card']): Outgoing => ({
  kind: 'card',
  card: one,
  as: null,
});

const list = async (
  asked: Asked,
  title: string,
  empty: string,
  tickets: Parameters<typeof linesOf>[1],
): Promise<Outgoing[]> => {
  const { zone } = await asked.tx.desk.tenant();
  return [card(listCard(title, await linesOf(asked.tx, tickets), empty, zone, true))];
};

const here = async ({ tx, learned, rules, place }: Asked): Promise<Channel> => {
  const channel = await channelOf(tx, learned, rules, place);
  if (channel === null) throw notFound('channel');
  return channel;
};

const modeOf = async (asked: Asked, channel: Channel): Promise<Outgoing[]> => {
  const tenant = await asked.tx.desk.tenant();
  const text =
    channel.kind !== 'CUSTOMER'
      ? `#${channel.name} is not shared with a customer: messages here do not become tickets by themselves.`
      : channel.intakeMode === null
        ? `Intake in #${channel.name}: ${tenant.defaultIntakeMode.toLowerCase()}, inherited from the workspace default.`
        : `Intake in #${channel.name}: ${channel.intakeMode.toLowerCase()}, set for this channel.`;
  return [say(text)];
};

const followingWords = (waiting: number): string => {
  if (waiting === 0) return '';
  return waiting === 1 ? ' One open ticket follows.' : ` ${waiting} open tickets follow.`;
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  help: async ({ place }) => [card(helpCard(place.platform))],
  new: async () => [
    say('A new ticket begins in the compose box: choose this app there, then “New ticket”.'),
  ],
  home: async (asked) => [card(await homeOf(asked.tx, asked.actor, asked.place.platform))],
  mine: async (asked) => {
    requireLook(asked.actor);
    const mine =
      asked.actor.kind === 'member'
        ? await asked.tx.tickets.assignedTo(asked.actor.memberId, 20)
        : [];
    return list(asked, 'Your tickets', 'Nothing on your desk.', mine);
  },
  waiting: async (asked) => {
    requireLook(asked.actor);
    return [say(await waitFromChat(asked))];
  },
  cause: async (asked) => {
    requireLook(asked.actor);
    return [say(await causeFromChat(asked))];
  },
  link: async (asked) => {
    requireLook(asked.actor);
    return [say(await linkFromChat(asked))];
  },
  unlink: async (asked) => {
    requireLook(asked.actor);
    return [say(await unlinkFromChat(asked))];
  },
  label: async (asked) => {
    requireLook(asked.actor);
    return [say(await labelFromChat(asked))];
  },
  labels: async (asked) => {
    requireLook(asked.actor);
    return [say(await labelsInChat(asked))];
  },
  queue: async (asked) => {
    requireLook(asked.actor);
    return list(
      asked,
      'Oldest in the queue',
      'The queue is empty: everybody is looked after.',
      await asked.tx.tickets.oldestWaiting(null, 20),
    );
  },
  find: findFromChat,
  skipped: async (asked) => {
    requireLook(asked.actor);
    const channel = await here(asked);
    const skipped = await asked.tx.intake.skipped(channel.id, 5);
    if (skipped.length === 0)
      return [say('Every message of this channel became part of a ticket.')];
    return skipped.map(({ message, reason }) =>
      card(
        notTaken(
          message.author.name,
          message.body,
          reason.toLowerCase().replaceAll('_', ' '),
          message.id,
        ),
      ),
    );
  },
  channel: async (asked) => {
    requireLook(asked.actor);
    return modeOf(asked, await here(asked));
  },
  intake: async (asked) => {
    requirePermission(asked.actor, 'configure');
    const wanted = asked.words.toUpperCase();
    const mode = INTAKE_MODES.find((one): one is IntakeMode => one === wanted);
    if (mode === undefined && wanted !== 'DEFAULT')
      throw new DeskError(
        'invalid',
        'UNKNOWN_INTAKE_MODE',
        asked.words === '' ? 'Say which intake mode.' : `“${asked.words}” is not an intake mode.`,
        'Use every_message, mention, emoji, shortcut, off or default.',
      );
    const changed = { ...(await here(asked)), intakeMode: mode ?? null };
    await settled(asked, 'updateChannel', [changed.id], () => asked.tx.desk.saveChannel(changed));
    return modeOf(asked, changed);
  },
  triage: async (asked) => {
    const { tx, rules, place } = asked;
    const queue = await tx.desk.defaultQueue();
    // Before there is a triage room nobody is an agent, so the first one may be chosen by any colleague.
    const met = { ...asked, workspace: place.workspace };
    const isFirst = queue.triageChannelId === null && (await isColleague(met));
    if (!isFirst && asked.actor.kind === 'stranger') await enrolWhoRuns(met);
    if (!isFirst) requirePermission(await actorOf(met), 'configure');
    const channel = await here(asked);
    let waiting = 0;
    const actor = await actorOf(met);
    await settled({ ...asked, actor }, 'updateQueue', [queue.id, channel.id], async () => {
      waiting = await showQueueIn(tx, queue, channel.id, rules.now);
      await enrolMembers(met, place);
    });
    return [
      say(
        `New tickets of “${queue.name}” are shown in #${channel.name} from now on.${followingWords(waiting)}`,
      ),
    ];
  },
  digest: digestFromChat,
  ...SET_UP_COMMANDS,
  ...HOURS_COMMANDS,
};

export const COMMAND_NAMES: readonly string[] = Object.keys(HANDLERS);

/** In Teams somebody of the team may ask like a customer. */
const ALSO_CALLED: Readonly<Record<string, string>> = { my: 'mine' };

const byNumber: Handler = async (asked) => {
  requireLook(asked.actor);
  const ticket = await asked.tx.tickets.findByNumber(Number(asked.words));
  return list(
    asked,
    `Ticket #${asked.words}`,
    `There is no ticket #${asked.words}.`,
    ticket === null ? [] : [ticket],
  );
};

/** What `/desk …` answers, to the asker alone. Throws DeskError. */
export const runCommand = async (
  asked: Omit<Asked, 'words'> & { readonly text: string },
): Promise<readonly Outgoing[]> => {
  const [verb = '', ...rest] = asked.text.trim().split(/\s+/);
  const spoken = verb.toLowerCase();
  const name = ALSO_CALLED[spoken] ?? spoken;
  if (/^#?\d{1,9}$/.test(name)) return byNumber({ ...asked, words: name.replace('#', '') });
  const handler =
    name === '' ? HANDLERS.help : Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
  if (handler === undefined)
    return [say(unknownCommand(verb, COMMAND_NAMES, asked.place.platform))];
  return handler({ ...asked, words: rest.join(' ') });
};
