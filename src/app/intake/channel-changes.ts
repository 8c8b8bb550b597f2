import type { ChannelChange, ChannelRef } from '../ports/chat-event';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';
import { channelOf, customerHome, customerOf, type IntakeRules } from './places';

const shareState = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  ref: ChannelRef,
  channel: Channel,
): Promise<Channel> => {
  const profile = learned.channel(ref);
  const workspace = await tx.desk.workspace(ref.platform, ref.workspace);
  const home = workspace === null ? undefined : customerHome(profile, ref, workspace);
  const customer =
    !profile.isExternallyShared || home === undefined
      ? null
      : await customerOf(tx, learned, rules, {
          platform: ref.platform,
          workspace: ref.workspace,
          home,
        });
  return {
    ...channel,
    isExternallyShared: profile.isExternallyShared,
    customerId: customer?.id ?? channel.customerId,
    // A triage room that turns external keeps its kind and falls silent: surfaces ask isExternallyShared.
    kind:
      channel.kind === 'TRIAGE' ? 'TRIAGE' : profile.isExternallyShared ? 'CUSTOMER' : channel.kind,
  };
};

/** From these on there is something to hear in a room. */
const BEGINS: ReadonlySet<ChannelChange['to']> = new Set(['joined', 'shared', 'unarchived']);

/** A room was renamed, archived, shared, joined or got another id; in any order, twice, late. */
export const changeChannel = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  ref: ChannelRef,
  change: ChannelChange,
): Promise<void> => {
  // A room nobody knew and that is gone need not be asked about: it could no longer be described.
  const channel = BEGINS.has(change.to)
    ? await channelOf(tx, learned, rules, ref)
    : await tx.desk.channel(ref);
  if (channel === null) return;
  switch (change.to) {
    case 'renamed':
      return tx.desk.saveChannel({ ...channel, name: change.name });
    case 'archived':
    case 'left':
    case 'deleted':
      return tx.desk.saveChannel({ ...channel, active: false });
    case 'unarchived':
    case 'joined':
      return tx.desk.saveChannel({
        ...(await shareState(tx, learned, rules, ref, channel)),
        active: true,
      });
    case 'shared':
    case 'unshared':
      return tx.desk.saveChannel(await shareState(tx, learned, rules, ref, channel));
    case 'id-changed':
      await tx.desk.addChannelAlias(channel.id, channel.externalId);
      return tx.desk.saveChannel({ ...channel, externalId: change.newChannel });
    default:
      return change satisfies never;
  }
};
