import type { Platform } from '../app/ports/chat-event';
import type { PeopleStore } from '../app/ports/people';
import type { Contact, Identity, Member } from '../app/ports/records';
import { RunAgain } from './database-errors';
import type { ChatIdentityEntity } from './entities/people';
import type { Statement } from './shelf';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** Members and contacts of one tenant, and which principals they are. */
export class SqlPeopleStore implements PeopleStore {
  constructor(private readonly desk: Desk) {}

  async identity(platform: Platform, home: string, userId: string): Promise<Identity | null> {
    const { rows } = await this.desk.recall<
      Pick<ChatIdentityEntity, 'kind' | 'memberId' | 'contactId'>
    >(
      `select kind, member_id as "memberId", contact_id as "contactId" from chat_identity
       where tenant_id = $1 and platform = $2 and home = $3 and user_id = $4`,
      [this.desk.tenantId, platform, home, userId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const member = row.memberId === null ? null : await this.member(row.memberId);
    if (member !== null) return { kind: 'member', member };
    const contact = row.contactId === null ? null : await this.contact(row.contactId);
    return contact === null ? { kind: 'ignored' } : { kind: 'contact', contact };
  }

  async namesOf(
    platform: Platform,
    homes: readonly string[],
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.desk.recall<{ userId: string; name: string }>(
      `select c.user_id as "userId", coalesce(member.name, contact.name) as name
       from chat_identity c
       left join member on member.tenant_id = $1 and member.id = c.member_id
       left join contact on contact.tenant_id = $1 and contact.id = c.contact_id
       where c.tenant_id = $1 and c.platform = $2 and c.home = any($3::text[])
         and c.user_id = any($4::text[]) and c.kind <> 'IGNORED'`,
      [this.desk.tenantId, platform, homes, userIds],
    );
    return new Map(rows.map(({ userId, name }) => [userId, name]));
  }

  async member(memberId: string): Promise<Member | null> {
    const { rows } = await this.desk.recall<Member>(
      `select ${this.desk.shelves.member.list()} from member where tenant_id = $1 and id = $2`,
      [this.desk.tenantId, memberId],
    );
    return rows[0] ?? null;
  }

  async members(): Promise<readonly Member[]> {
    const { rows } = await this.desk.recall<Member>(
      `select ${this.desk.shelves.member.list()} from member where tenant_id = $1 and not exists (
         select from link where link.tenant_id = $1 and link.duplicate_id = member.id
           and link.unlinked_at is null)
       order by name, id`,
      [this.desk.tenantId],
    );
    return rows;
  }

  async contact(contactId: string): Promise<Contact | null> {
    const { rows } = await this.desk.recall<Contact>(
      `select ${this.desk.shelves.contact.list()} from contact where tenant_id = $1 and id = $2`,
      [this.desk.tenantId, contactId],
    );
    return rows[0] ?? null;
  }

  async chatIdOf(memberId: string, platform: Platform): Promise<string | null> {
    const { rows } = await this.desk.recall<{ userId: string }>(
      `select user_id as "userId" from chat_identity
       where tenant_id = $1 and member_id = $2 and platform = $3 order by home, user_id limit 1`,
      [this.desk.tenantId, memberId, platform],
    );
    return rows[0]?.userId ?? null;
  }

  async insertMember(
    member: Member,
    platform: Platform,
    home: string,
    userId: string,
  ): Promise<void> {
    await this.write(this.desk.shelves.member.insert({ ...member, tenantId: this.desk.tenantId }));
    await this.identify(platform, home, userId, {
      kind: 'MEMBER',
      memberId: member.id,
      contactId: null,
    });
  }

  async insertContact(
    contact: Contact,
    platform: Platform,
    home: string,
    userId: string,
  ): Promise<void> {
    await this.write(
      this.desk.shelves.contact.insert({ ...contact, tenantId: this.desk.tenantId }),
    );
    await this.identify(platform, home, userId, {
      kind: 'CONTACT',
      memberId: null,
      contactId: contact.id,
    });
  }

  async saveMember(member: Member): Promise<void> {
    const { tenantId: _, id, ...changed } = member;
    await this.write(
      this.desk.shelves.member.update(changed, { tenantId: this.desk.tenantId, id }),
    );
  }

  async renameContact(contactId: string, name: string, zone: string | null): Promise<void> {
    await this.desk.sql(
      'update contact set name = $3, zone = $4 where tenant_id = $1 and id = $2',
      [this.desk.tenantId, contactId, stored(name, false), zone],
    );
  }

  /** Somebody may change sides; the same person met twice at once is one contact or member. */
  private async identify(
    platform: Platform,
    home: string,
    userId: string,
    as: Pick<ChatIdentityEntity, 'kind' | 'memberId' | 'contactId'>,
  ): Promise<void> {
    const { affected } = await this.desk.sql(
      `insert into chat_identity (tenant_id, platform, home, user_id, kind, member_id, contact_id)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, platform, home, user_id)
       do update set kind = excluded.kind, member_id = excluded.member_id, contact_id = excluded.contact_id
       where chat_identity.kind <> excluded.kind`,
      [this.desk.tenantId, platform, home, userId, as.kind, as.memberId, as.contactId],
    );
    if (affected === 0) throw new RunAgain('this principal was met by another transaction');
  }

  private async write({ text, params }: Statement): Promise<void> {
    await this.desk.sql(text, params);
  }
}
