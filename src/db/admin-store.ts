import type {
  AdminStore,
  ChatPrincipal,
  ChatStanding,
  DeskSettings,
  Login,
} from '../app/ports/admin';
import type { Contact, Customer } from '../app/ports/records';
import type { StoredToken, TokenView } from '../app/ports/tokens';
import { stored } from './shelf';
import type { Desk } from './shelves';

const TOKEN = `
  id, tenant_id as "tenantId", name, kind, role, scopes, member_id as "memberId", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** What only administration writes. */
export class SqlAdminStore implements AdminStore {
  constructor(private readonly desk: Desk) {}

  async saveSettings(settings: DeskSettings): Promise<void> {
    const { text, params } = this.desk.shelves.tenant.update(settings, { id: this.desk.tenantId });
    await this.desk.sql(text, params);
  }

  async insertQueue(queueId: string, name: string): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into queue (tenant_id, id, name) values ($1, $2, $3)
       on conflict on constraint queue_name_key do nothing`,
      [this.desk.tenantId, queueId, stored(name, false)],
    );
    return affected === 1;
  }

  async renameQueue(queueId: string, name: string): Promise<boolean> {
    // Two that want the same name queue here: a violated constraint would end the transaction.
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:queue-names`,
    ]);
    const { affected } = await this.desk.sql(
      `update queue set name = $3 where tenant_id = $1 and id = $2 and not exists (
         select 1 from queue other where other.tenant_id = $1 and other.name = $3 and other.id <> $2)`,
      [this.desk.tenantId, queueId, stored(name, false)],
    );
    return affected === 1;
  }

  async customerByReference(externalId: string): Promise<Customer | null> {
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:customer:${externalId}`,
    ]);
    const { rows } = await this.desk.sql<Customer>(
      `select ${this.desk.shelves.customer.list()} from customer
       join customer_reference reference
         on reference.tenant_id = customer.tenant_id and reference.customer_id = customer.id
       where customer.tenant_id = $1 and reference.external_id = $2`,
      [this.desk.tenantId, stored(externalId, false)],
    );
    return rows[0] ?? null;
  }

  async insertCustomer(customer: Customer): Promise<void> {
    const { text, params } = this.desk.shelves.customer.insert({
      ...customer,
      tenantId: this.desk.tenantId,
    });
    await this.desk.sql(text, params);
  }

  async saveCustomer(customer: Customer): Promise<void> {
    const { tenantId: _, id, ...changed } = customer;
    const { text, params } = this.desk.shelves.customer.update(changed, {
      tenantId: this.desk.tenantId,
      id,
    });
    await this.desk.sql(text, params);
  }

  async refer(externalId: string, customerId: string): Promise<void> {
    await this.desk.sql(
      `insert into customer_reference (tenant_id, external_id, customer_id) values ($1, $2, $3)
       on conflict on constraint customer_reference_customer_key
       do update set external_id = excluded.external_id`,
      [this.desk.tenantId, stored(externalId, false), customerId],
    );
  }

  async chatIdentity({ platform, home, userId }: ChatPrincipal): Promise<ChatStanding | null> {
    const { rows } = await this.desk.sql<ChatStanding>(
      `select member_id as "memberId", contact_id as "contactId" from chat_identity
       where tenant_id = $1 and platform = $2 and home = $3 and user_id = $4 for update`,
      [this.desk.tenantId, platform, home, userId],
    );
    return rows[0] ?? null;
  }

  async setIdentity(who: ChatPrincipal, { memberId, contactId }: ChatStanding): Promise<void> {
    const kind = memberId !== null ? 'MEMBER' : contactId !== null ? 'CONTACT' : 'IGNORED';
    await this.desk.sql(
      `insert into chat_identity (tenant_id, platform, home, user_id, kind, member_id, contact_id)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, platform, home, user_id) do update
         set kind = excluded.kind, member_id = excluded.member_id, contact_id = excluded.contact_id`,
      [this.desk.tenantId, who.platform, who.home, who.userId, kind, memberId, contactId],
    );
  }

  async forgetIdentity({ platform, home, userId }: ChatPrincipal): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `delete from chat_identity
       where tenant_id = $1 and platform = $2 and home = $3 and user_id = $4`,
      [this.desk.tenantId, platform, home, userId],
    );
    return affected === 1;
  }

  async insertContact(contact: Contact): Promise<void> {
    const { text, params } = this.desk.shelves.contact.insert({
      ...contact,
      tenantId: this.desk.tenantId,
    });
    await this.desk.sql(text, params);
  }

  async moveContact(contactId: string, customerId: string): Promise<void> {
    await this.desk.sql('update contact set customer_id = $3 where tenant_id = $1 and id = $2', [
      this.desk.tenantId,
      contactId,
      customerId,
    ]);
  }

  async insertToken(token: StoredToken): Promise<void> {
    const { id, name, kind, role, scopes, memberId, hash, createdAt, expiresAt } = token;
    await this.desk.sql(
      `insert into api_token (tenant_id, id, name, role, scopes, member_id, secret_hash, created_at, expires_at, kind)
       values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10)`,
      [
        this.desk.tenantId,
        id,
        stored(name, false),
        role,
        [...scopes],
        memberId,
        hash,
        createdAt,
        expiresAt,
        kind,
      ],
    );
  }

  async saveLogin(
    memberId: string,
    login: Login | null,
  ): Promise<'saved' | 'email taken' | 'account taken'> {
    const { tenantId } = this.desk;
    // Two that want the same queue here: a violated constraint would end the transaction.
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${tenantId}:logins`,
    ]);
    if (login === null) {
      await this.desk.sql('delete from member_login where tenant_id = $1 and member_id = $2', [
        tenantId,
        memberId,
      ]);
      return 'saved';
    }
    const email = login.email === null ? null : stored(login.email, false);
    const issuer = login.account === null ? null : stored(login.account.issuer, false);
    const subject = login.account === null ? null : stored(login.account.subject, false);
    const { rows } = await this.desk.sql<{ email: string | null }>(
      `select email from member_login where tenant_id = $1 and member_id <> $2
         and (email = $3::text or (issuer = $4::text and subject = $5::text))`,
      [tenantId, memberId, email, issuer, subject],
    );
    const [other] = rows;
    if (other !== undefined)
      return email !== null && rows.some((row) => row.email === email)
        ? 'email taken'
        : 'account taken';
    await this.desk.sql(
      `insert into member_login (tenant_id, member_id, email, issuer, subject)
       values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, member_id) do update
         set email = excluded.email, issuer = excluded.issuer, subject = excluded.subject`,
      [tenantId, memberId, email, issuer, subject],
    );
    return 'saved';
  }

  async countRefusal(reason: string, times: number, hour: Date): Promise<number> {
    const { rows } = await this.desk.sql<{ count: number }>(
      `insert into refused_sign_in as r (tenant_id, reason, hour, count) values ($1, $2, $3, $4)
       on conflict (tenant_id, reason) do update set hour = greatest(r.hour, excluded.hour),
         count = case when r.hour >= excluded.hour then r.count + excluded.count else excluded.count end
       returning count`,
      [this.desk.tenantId, reason.slice(0, 80), hour, times],
    );
    return rows[0]?.count ?? times;
  }

  async bindLogin(memberId: string, issuer: string, subject: string): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `update member_login set issuer = $3, subject = $4
       where tenant_id = $1 and member_id = $2 and subject is null`,
      [this.desk.tenantId, memberId, issuer, stored(subject, false)],
    );
    return affected === 1;
  }

  async token(tokenId: string): Promise<TokenView | null> {
    const { rows } = await this.desk.sql<TokenView>(
      `select ${TOKEN} from api_token where tenant_id = $1 and id = $2 for update`,
      [this.desk.tenantId, tokenId],
    );
    return rows[0] ?? null;
  }

  async revokeToken(tokenId: string, at: Date): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `update api_token set revoked_at = $3
       where tenant_id = $1 and id = $2 and revoked_at is null`,
      [this.desk.tenantId, tokenId, at],
    );
    return affected === 1;
  }

  async expireToken(tokenId: string, at: Date): Promise<void> {
    await this.desk.sql(
      `update api_token set expires_at = $3 where tenant_id = $1 and id = $2
         and (expires_at is null or expires_at > $3)`,
      [this.desk.tenantId, tokenId, at],
    );
  }
}
