import type { Channel, ChatMessage, Person, Workspace } from './types';

/** The people one may act as on a side: humans of the vendor, or of everybody else. */
export function peopleOf(workspace: Workspace, vendorSide: boolean): Person[] {
  const vendor = workspace.teams.find((team) => team.vendor)?.id;
  // A guest in the vendor's Teams is a customer; in the vendor's Slack it is a contractor.
  const isOurs = (person: Person): boolean =>
    person.teamId === vendor && !(person.guest && workspace.platform === 'teams');
  return workspace.people.filter((person) => !person.bot && isOurs(person) === vendorSide);
}

/** The channels a person sees. */
export function channelsOf(person: Person, workspace: Workspace, vendorSide: boolean): Channel[] {
  return workspace.channels.filter((channel) => {
    if (channel.directWith !== null) return channel.directWith === person.id;
    if (workspace.platform === 'slack' && vendorSide && !person.guest) return true;
    if (channel.members.length > 0) return channel.members.includes(person.id);
    return channel.teamIds.includes(person.teamId);
  });
}

/** The messages a person sees: an ephemeral one is shown to its addressee only. */
export function seenBy(messages: readonly ChatMessage[], person: Person): ChatMessage[] {
  return messages.filter(({ ephemeralFor }) => ephemeralFor === null || ephemeralFor === person.id);
}

export type Strand = {
  readonly root: ChatMessage | null;
  readonly ts: string;
  readonly replies: readonly ChatMessage[];
};

/** Messages as strands: each root with its replies; a strand may have lost its root. */
export function strandsOf(messages: readonly ChatMessage[]): Strand[] {
  const roots = new Map<string, ChatMessage>();
  const replies = new Map<string, ChatMessage[]>();
  for (const message of messages) {
    if (message.threadTs === null || message.threadTs === message.ts) {
      roots.set(message.ts, message);
    } else {
      replies.set(message.threadTs, [...(replies.get(message.threadTs) ?? []), message]);
    }
  }
  const all = new Set([...roots.keys(), ...replies.keys()]);
  return [...all].sort().map((ts) => ({
    ts,
    root: roots.get(ts) ?? null,
    replies: replies.get(ts) ?? [],
  }));
}
