import type { JsonObject } from './json';
import type { Room, TeamsPerson, TeamsTeam } from './teams-model';
import type { TeamsWorld } from './teams-world';

/** A member as the connector describes people. Their own tenant is told here and nowhere else. */
export function memberJson(person: TeamsPerson): JsonObject {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    name: person.name,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: person.email,
    userPrincipalName: person.email,
    tenantId: person.tenantId,
    userRole: person.guest ? 'guest' : person.owner === true ? 'owner' : 'user',
  };
}

/** One member by the id Teams gave, the object id or the sign-in name. */
export function findMember(world: TeamsWorld, room: Room, key: string): TeamsPerson | undefined {
  return world
    .membersOf(room)
    .find((person) => [person.id, person.aadObjectId, person.email].includes(key));
}

/** A team as `/v3/teams/{id}` answers. */
export function teamJson(world: TeamsWorld, team: TeamsTeam): JsonObject {
  return {
    id: team.id,
    name: team.name,
    aadGroupId: team.aadGroupId,
    channelCount: channelsOf(world, team).length,
    memberCount: team.members.length,
    tenantId: team.tenantId,
  };
}

/** The living channels of a team. */
export function channelsOf(world: TeamsWorld, team: TeamsTeam): Room[] {
  return [...world.rooms.values()].filter((room) => room.teamId === team.id && !room.deleted);
}

/** A team's channels as `/v3/teams/{id}/conversations` answers; General goes without a name. */
export function teamConversations(world: TeamsWorld, team: TeamsTeam): JsonObject {
  return {
    conversations: channelsOf(world, team).map((room) =>
      room.id === team.id
        ? { id: room.id }
        : {
            id: room.id,
            name: room.name,
            ...(room.sharedWith.length > 0 ? { type: 'shared' } : {}),
          },
    ),
  };
}
