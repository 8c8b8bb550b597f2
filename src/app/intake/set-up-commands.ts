import { memberIdOf } from '../../domain/actor';
import { todayOf } from '../../domain/days-off';
import { DeskError } from '../../domain/errors';
import { type Colleague, wallOf } from '../../domain/escalation-path';
import { may } from '../../domain/policy';
import { words } from '../../domain/text';
import { zoneClock } from '../calendar/zone-clock';
import type { Card } from '../cards/card';
import { say } from '../cards/notices';
import { dutyCard, groupsCard, pathsCard, shiftsCard } from '../cards/set-up-cards';
import { changeLevelIn, draftOf, withOwner } from '../escalation/change-path';
import { changeDutyIn, keepGroupIn } from '../escalation/change-roster';
import { readDaysOff } from '../escalation/days-off-text';
import type { Outgoing } from '../ports/chat-platform';
import type { Member } from '../ports/records';
import { requirePermission } from '../tickets/requirements';
import type { Asked } from './asked';
import { distinctNames } from './distinct-names';
import { requireLook } from './home';
import { mentioned } from './people';
import { pathViews } from './set-up-views';
import { settled } from './settled';

/** A platform shows so much in one card; the rest is asked for by name. */
const MOST_QUEUES = 8;
const MOST_PEOPLE = 40;
const MENTION = /<@([\w:.-]+)(?:\|[^>]*)?>/g;

const shown = (card: Card<'team'>): Outgoing => ({ kind: 'card', card, as: null });

/** A name that was typed only: the platform did not say who that is. Throws `invalid`. */
const requireChosen = (said: string, code: string): void => {
  const [, typed] =
    /(?:^|\s)@([\p{L}\p{N}][\p{L}\p{N}._-]*)/u.exec(said.replace(MENTION, ' ')) ?? [];
  if (typed !== undefined)
    throw new DeskError(
      'invalid',
      code,
      `It is not clear who “@${typed.slice(0, 40)}” is.`,
      'Type @ and choose the person from the list that opens.',
    );
};

/** Somebody of the team who was named. Throws `refused` for anybody else. */
const memberNamed = async (asked: Asked, userId: string): Promise<Member> => {
  const one = await mentioned({ ...asked, workspace: asked.place.workspace }, userId);
  if (one?.kind === 'member' && one.member.active) return one.member;
  throw new DeskError(
    'refused',
    'NOT_AN_AGENT',
    'That person is not in the support team.',
    'Invite them to the triage channel first.',
  );
};

const paths = async (asked: Asked): Promise<Outgoing[]> => {
  requireLook(asked.actor);
  const mayChange = may(asked.actor, 'configure', null);
  return [shown(pathsCard(await pathViews(asked.tx, asked.words, MOST_QUEUES), mayChange))];
};

const shifts = async ({ tx, actor, rules }: Asked): Promise<Outgoing[]> => {
  requireLook(actor);
  const members = (await tx.people.members()).filter(({ active }) => active);
  const names = await distinctNames(tx, members);
  const people = await tx.roster.colleagues(members.slice(0, MOST_PEOPLE).map(({ id }) => id));
  const named = people.map((one) => ({ ...one, name: names.get(one.id) ?? one.name }));
  return [shown(shiftsCard(named, memberIdOf(actor), rules.now))];
};

/** Whoever is named, else whoever asks. Throws `invalid` where that is nobody of the team. */
const whose = async (asked: Asked): Promise<Colleague> => {
  const { tx, actor } = asked;
  requireLook(actor);
  requireChosen(asked.words, 'NAME_SOMEBODY');
  const [, userId] = MENTION[Symbol.matchAll](asked.words).next().value ?? [];
  const memberId = userId === undefined ? memberIdOf(actor) : (await memberNamed(asked, userId)).id;
  const [one] = memberId === null ? [] : await tx.roster.colleagues([memberId]);
  if (one === undefined)
    throw new DeskError(
      'invalid',
      'NAME_SOMEBODY',
      'Say whose.',
      'For example: /desk shift @Grace',
    );
  return one;
};

const shownDuty = ({ actor, rules }: Asked, one: Colleague): Outgoing => {
  const mayChange = one.id === memberIdOf(actor) || may(actor, 'configure', null);
  return shown(dutyCard(one, rules.now, mayChange));
};

const shift = async (asked: Asked): Promise<Outgoing[]> => [shownDuty(asked, await whose(asked))];

const off = async (asked: Asked): Promise<Outgoing[]> => {
  const { tx, actor, rules } = asked;
  const one = await whose(asked);
  const said = asked.words.replace(MENTION, '').trim();
  if (said === '') return [shownDuty(asked, one)];
  const today = todayOf(wallOf(one), zoneClock, rules.now);
  const ahead = one.daysOff.filter(({ to }) => to >= today);
  const daysOff = said.toLowerCase() === 'none' ? [] : [...ahead, ...readDaysOff(said, today)];
  await settled(asked, 'setDuty', [one.id], () =>
    changeDutyIn(tx, actor, { memberId: one.id, daysOff }),
  );
  return [say('Kept.'), shownDuty(asked, await whose(asked))];
};

const groups = async ({ tx, actor }: Asked): Promise<Outgoing[]> => {
  requireLook(actor);
  const members = await distinctNames(tx, await tx.people.members());
  const kept = (await tx.roster.groups()).slice(0, MOST_PEOPLE);
  return [
    shown(
      groupsCard(
        kept.map(({ name, memberIds }) => ({
          name,
          people: memberIds.map((id) => members.get(id) ?? 'somebody').join(', '),
        })),
      ),
    ),
  ];
};

const group = async (asked: Asked): Promise<Outgoing[]> => {
  const { tx, actor } = asked;
  requirePermission(actor, 'configure');
  const userIds = [...asked.words.matchAll(MENTION)].map(([, userId = '']) => userId);
  requireChosen(asked.words, 'GROUP_NOT_UNDERSTOOD');
  const name = asked.words.replace(MENTION, '').trim();
  if (name === '' || userIds.length === 0)
    throw new DeskError(
      'invalid',
      'GROUP_NOT_UNDERSTOOD',
      'Say what the group is called and who is in it.',
      'For example: /desk group Database people @Grace @Linus',
    );
  const members: Member[] = [];
  for (const userId of userIds) members.push(await memberNamed(asked, userId));
  const memberIds = members.map(({ id }) => id);
  const stands = await tx.roster.groupNamed(name);
  await settled(asked, 'setGroup', stands === null ? [] : [stands.id], async () => {
    const { id } = await keepGroupIn(tx, actor, { groupId: null, name, memberIds });
    return id;
  });
  return [say(`“${name}” is ${members.map((one) => one.name).join(', ')}.`)];
};

const level = async (asked: Asked): Promise<Outgoing[]> => {
  const { tx, actor, rules } = asked;
  requirePermission(actor, 'configure');
  requireChosen(asked.words, 'LEVEL_NOT_UNDERSTOOD');
  const match = /^(\d{1,2})\s+(.+?)\s+<@([\w:.-]+)(?:\|[^>]*)?>$/.exec(asked.words);
  const [, step, name, userId] = match ?? [];
  if (step === undefined || name === undefined || userId === undefined)
    throw new DeskError(
      'invalid',
      'LEVEL_NOT_UNDERSTOOD',
      'Say the level, its name and its owner.',
      'For example: /desk level 2 Specialists @Grace',
    );
  const owner = await memberNamed(asked, userId);
  const queue = await tx.desk.defaultQueue();
  const kept = await tx.escalations.path(queue.id);
  const stands = kept === null ? [] : draftOf(kept).levels;
  const before = stands.find((one) => one.level === Number(step))?.steps ?? [];
  const changed = { level: Number(step), name, steps: withOwner(before, owner.id) };
  await settled(asked, 'setEscalationPath', [queue.id], () =>
    changeLevelIn(tx, actor, queue.id, changed, null, rules.now),
  );
  return [say(words(`Level ${step} of “${queue.name}” is ${name}, owned by ${owner.name}.`))];
};

/** Who is asked, who works when, and how much they carry. */
export const SET_UP_COMMANDS: Readonly<
  Record<string, (asked: Asked) => Promise<readonly Outgoing[]>>
> = { paths, shifts, shift, off, groups, group, level };
