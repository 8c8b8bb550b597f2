import { createContext, useContext } from 'react';
import type { Act, ActResult, Channel, ChatMessage, Person, Team, Workspace } from './types';

/** A channel as one person sees it. */
export type Room = {
  readonly workspace: Workspace;
  readonly me: Person;
  readonly vendorSide: boolean;
  readonly channel: Channel;
  /** The message somebody followed a link to. */
  readonly wanted: string | null;
  /** Does something and shows the reason when it fails. */
  readonly act: (act: Act) => Promise<ActResult>;
  /** Tells the person, in words, that something cannot be done. */
  readonly complain: (words: string) => void;
};

const RoomContext = createContext<Room | null>(null);

/** Gives the components below a room. */
export const RoomProvider = RoomContext.Provider;

/** The room the calling component is drawn in. */
export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('This component must be drawn inside a room.');
  return room;
}

export type Author = {
  readonly name: string;
  readonly avatar: string | null;
  readonly badge: string | null;
  readonly app: boolean;
};

/** Who a message shows as its author, as seen by one person. */
export function authorOf(message: ChatMessage, workspace: Workspace, viewer: Person): Author {
  const person = workspace.people.find(({ id }) => id === message.userId);
  const app = message.fromBot || person?.bot === true;
  const team = workspace.teams.find(({ id }) => id === person?.teamId);
  return {
    name: (app ? message.username : null) ?? person?.name ?? message.username ?? 'Somebody',
    avatar: message.icon ?? person?.avatar ?? null,
    badge: app || !team || team.id === viewer.teamId ? null : team.name,
    app,
  };
}

/** The teams of a channel that are not the viewer's own. */
export function otherTeams(channel: Channel, teams: readonly Team[], viewer: Person): Team[] {
  const known = new Set(channel.teamIds);
  return teams.filter((team) => known.has(team.id) && team.id !== viewer.teamId);
}
