import { DeskError } from '../../domain/errors';
import type { ChatEvent, ThreadRef } from '../ports/chat-event';
import type { Tx } from '../ports/store';
import { inSightOf } from '../tickets/in-sight';
import { type Asker, homeErrand, whisper } from './answer';
import { homeOf } from './home';
import type { Learned } from './lookup';
import { makeTicketFromChat } from './make-ticket';
import { actorOf, enrolAgent, type Met } from './people';
import { channelOf, type IntakeRules } from './places';
import { pressButton } from './press-button';
import { runCommand } from './run-command';
import { submitForm } from './submit-form';

/** A person asks for something, and waits for an answer. */
export type Acting = Extract<
  ChatEvent,
  { kind: 'button' | 'form' | 'command' | 'make-ticket' | 'home-opened' }
>;

/** To whom, and where, an answer goes. */
export const askerOf = (event: Acting): Asker => {
  const place: ThreadRef | null =
    event.kind === 'make-ticket'
      ? { ...event.message.channel, threadId: null }
      : event.kind === 'home-opened'
        ? null
        : event.place;
  const workspace = 'workspace' in event ? event.workspace : (place?.workspace ?? '');
  return { user: event.user, workspace, place };
};

/** Does what a person asks for, if they may. Throws DeskError. */
export const act = async (
  whole: Tx,
  learned: Learned,
  rules: IntakeRules,
  event: Acting,
): Promise<void> => {
  const asker = askerOf(event);
  const met = { tx: whole, learned, rules, user: event.user, workspace: asker.workspace };
  await enrolIfInTriage(met, asker.place);
  const actor = await actorOf(met);
  const tx = inSightOf(whole, actor);
  switch (event.kind) {
    case 'button':
      for (const answer of await pressButton(tx, rules, actor, event))
        await whisper(tx, asker, answer);
      if (event.place === null)
        await tx.send([
          homeErrand(
            event.user.platform,
            asker.workspace,
            event.user.userId,
            await homeOf(tx, actor, event.user.platform),
          ),
        ]);
      return;
    case 'form':
      for (const answer of await submitForm(tx, rules, actor, event))
        await whisper(tx, asker, answer);
      return;
    case 'command':
      for (const answer of await runCommand({
        tx,
        learned,
        rules,
        actor,
        user: event.user,
        place: event.place,
        text: event.text,
      }))
        await whisper(tx, asker, answer);
      return;
    case 'make-ticket': {
      const channel = await channelOf(tx, learned, rules, event.message.channel);
      if (channel === null) return;
      if (actor.kind !== 'member' || !actor.active)
        throw new DeskError(
          'forbidden',
          'NOT_ALLOWED',
          'Tickets are opened by the support team.',
          'Just write here: the team reads every message.',
        );
      const ticket = await makeTicketFromChat(tx, learned, rules, actor, channel, event);
      await whisper(tx, asker, `That is ticket #${ticket.number} now.`);
      return;
    }
    case 'home-opened':
      await tx.send([
        homeErrand(
          event.user.platform,
          event.workspace,
          event.user.userId,
          await homeOf(tx, actor, event.user.platform),
        ),
      ]);
      return;
    default:
      event satisfies never;
  }
};

/** Whoever acts from inside the triage room is in the team: being let in is the permission. */
const enrolIfInTriage = async (met: Met, place: ThreadRef | null): Promise<void> => {
  if (place === null) return;
  const channel = await met.tx.desk.channel(place);
  if (channel?.kind === 'TRIAGE' && !channel.isExternallyShared) await enrolAgent(met);
};

export const isActing = (event: ChatEvent): event is Acting =>
  event.kind === 'button' ||
  event.kind === 'form' ||
  event.kind === 'command' ||
  event.kind === 'make-ticket' ||
  event.kind === 'home-opened';
