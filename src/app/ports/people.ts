import type { Platform } from './chat-event';
import type { Contact, Identity, Member } from './records';

/** Who is who, on our side and on the customers'. */
export interface PeopleStore {
  identity(platform: Platform, home: string, userId: string): Promise<Identity | null>;
  /** What those of these users are called whom the desk has met at one of these homes. */
  namesOf(
    platform: Platform,
    homes: readonly string[],
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  member(memberId: string): Promise<Member | null>;
  /** By name; of two that are linked, the one that stays. */
  members(): Promise<readonly Member[]>;
  contact(contactId: string): Promise<Contact | null>;
  /** The chat user ids of a member, to mention or whisper to. */
  chatIdOf(memberId: string, platform: Platform): Promise<string | null>;
  insertMember(member: Member, platform: Platform, home: string, userId: string): Promise<void>;
  insertContact(contact: Contact, platform: Platform, home: string, userId: string): Promise<void>;
  saveMember(member: Member): Promise<void>;
  renameContact(contactId: string, name: string, zone: string | null): Promise<void>;
}
