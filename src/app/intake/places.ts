import type { ChannelRef, Platform } from '../ports/chat-event';
import type { ChannelProfile } from '../ports/chat-platform';
import type { Channel, Customer, Workspace } from '../ports/records';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';

/** Names a new installation knows without any setup. */
export interface IntakeRules {
  readonly triageChannelName: string;
  readonly newId: () => string;
  readonly now: Date;
}

/** The customer behind an organisation, made the first time it is seen: no setup needed. */
export const customerOf = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  at: { readonly platform: Platform; readonly workspace: string; readonly home: string },
): Promise<Customer> => {
  const known = await tx.desk.customerByHome(at.platform, at.home);
  if (known !== null) return known;
  const profile = learned.home(at.workspace, at.home);
  return tx.desk.insertCustomer(
    {
      id: rules.newId(),
      tenantId: tx.tenantId,
      name: profile.name,
      domain: profile.domain,
      tier: 'Standard',
      zone: null,
      ownerId: null,
      createdAt: rules.now,
    },
    at.platform,
    at.home,
  );
};

/** Whose room it is: the other organisation in ours, or the customer's own that installed us. */
export const customerHome = (
  profile: ChannelProfile,
  ref: ChannelRef,
  { isOurs }: Workspace,
): string | undefined =>
  isOurs
    ? (profile.connectedHomes.find((one) => one !== ref.workspace) ?? profile.guestHomes?.[0])
    : ref.workspace;

/** The desk's record of a room, made the first time it is seen; null for a workspace not ours. */
export const channelOf = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  ref: ChannelRef,
): Promise<Channel | null> => {
  const known = await tx.desk.channel(ref);
  if (known !== null) return known;
  const workspace = await tx.desk.workspace(ref.platform, ref.workspace);
  if (workspace === null) return null;
  const profile = learned.channel(ref);
  const home = customerHome(profile, ref, workspace);
  const isTriage = !profile.isExternallyShared && profile.name === rules.triageChannelName;
  const isCustomers =
    profile.isExternallyShared || (!isTriage && (profile.guestHomes ?? []).length > 0);
  const customer =
    isCustomers && home !== undefined
      ? await customerOf(tx, learned, rules, {
          platform: ref.platform,
          workspace: ref.workspace,
          home,
        })
      : null;
  const channel: Channel = {
    id: rules.newId(),
    tenantId: tx.tenantId,
    workspaceId: workspace.id,
    platform: ref.platform,
    workspace: ref.workspace,
    externalId: ref.channel,
    name: profile.name,
    kind: isCustomers ? 'CUSTOMER' : isTriage ? 'TRIAGE' : 'INTERNAL',
    intakeMode: null,
    customerId: customer?.id ?? null,
    queueId: null,
    isExternallyShared: profile.isExternallyShared,
    active: !profile.isArchived,
    joinedAt: rules.now,
  };
  if (!(await tx.desk.insertChannel(channel))) return tx.desk.channel(ref);
  if (isTriage) await adoptTriage(tx, channel);
  return channel;
};

/** The default queue shows its work in this room from now on, unless it has a room already. */
export const adoptTriage = async (tx: Tx, channel: Channel): Promise<void> => {
  const queue = await tx.desk.defaultQueue();
  if (queue.triageChannelId === null) await tx.desk.setTriageChannel(queue.id, channel.id);
};
