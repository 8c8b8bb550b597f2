import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Platform } from '../app/ports/chat-event';
import type { Installation, Installations, Joining } from '../app/ports/installations';
import { appendAudit } from './audit-store';
import { inDirectory } from './in-transaction';
import { installed, uninstalled } from './installation-audit';
import { createTenant, joinTenant, type TenantDefaults } from './new-tenant';
import type { SecretBox, SecretPlace } from './secret-box';
import { stored } from './shelf';
import { type Sql, sqlOver } from './sql';

interface Standing {
  readonly tenantId: string;
  readonly workspaceId: string;
  readonly lastWordAt: Date;
  readonly isSame: boolean;
}

type Revoked = Pick<Installation, 'name' | 'scopes'> & Pick<Standing, 'tenantId' | 'workspaceId'>;
type Sealed = Omit<Installation, 'botToken'> & { readonly sealedBotToken: string };

const placeOf = (platform: Platform, externalId: string): SecretPlace => ({
  table: 'installation',
  row: `${platform}:${externalId}`,
  column: 'sealed_bot_token',
});

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest();

/** Installations of ours, their tokens sealed. */
export class SqlInstallations implements Installations {
  private readonly sql: Sql;

  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SecretBox,
    private readonly defaults: TenantDefaults,
  ) {
    this.sql = sqlOver(dataSource);
  }

  save(installation: Installation, installedAt: Date, joining?: Joining): Promise<string> {
    const { platform, externalId } = installation;
    const sealed = this.box.seal(placeOf(platform, externalId), installation.botToken);
    return inDirectory(this.dataSource, async (sql) => {
      await sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `installation:${platform}:${externalId}`,
      ]);
      const { rows } = await sql<Standing>(
        `select tenant_id as "tenantId", workspace_id as "workspaceId",
           greatest(installed_at, revoked_at) as "lastWordAt",
           (revoked_at is null and scopes = $3::text[]) as "isSame"
         from installation where platform = $1 and external_id = $2`,
        [platform, externalId, [...installation.scopes]],
      );
      const standing = rows[0];
      if (standing !== undefined && standing.lastWordAt > installedAt) return standing.tenantId;
      const { tenantId, workspaceId } =
        standing ??
        (joining === undefined
          ? await createTenant(sql, this.defaults, installation, installedAt)
          : await joinTenant(sql, installation, installedAt, joining));
      await sql(
        `update workspace set name = $3, bot_user_id = $4, app_id = $5, active = true, installed_at = $6
         where tenant_id = $1 and id = $2`,
        [
          tenantId,
          workspaceId,
          stored(installation.name, false),
          installation.botUserId,
          installation.appId,
          installedAt,
        ],
      );
      await sql(
        `insert into installation
           (platform, external_id, tenant_id, workspace_id, sealed_bot_token, scopes, installed_at)
         values ($1, $2, $3, $4, $5, $6::text[], $7)
         on conflict on constraint installation_pkey do update set
           sealed_bot_token = excluded.sealed_bot_token, scopes = excluded.scopes,
           installed_at = excluded.installed_at, revoked_at = null`,
        [
          platform,
          externalId,
          tenantId,
          workspaceId,
          sealed,
          [...installation.scopes],
          installedAt,
        ],
      );
      // Every start says again what stands.
      if (standing?.isSame !== true)
        await appendAudit(sql, tenantId, installed(installation, workspaceId, installedAt));
      return tenantId;
    });
  }

  async find(platform: Platform, externalId: string): Promise<Installation | null> {
    const { rows } = await this.sql<Sealed>(
      `select installation.platform, installation.external_id as "externalId", workspace.name,
         workspace.app_id as "appId", workspace.bot_user_id as "botUserId", installation.scopes,
         installation.sealed_bot_token as "sealedBotToken"
       from installation join workspace on workspace.tenant_id = installation.tenant_id
         and workspace.id = installation.workspace_id
       where installation.platform = $1 and installation.external_id = $2
         and installation.revoked_at is null and workspace.active`,
      [platform, externalId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { sealedBotToken, ...rest } = row;
    return { ...rest, botToken: this.box.open(placeOf(platform, externalId), sealedBotToken) };
  }

  /** Whether a workspace is spoken to with this very token. */
  async holds(platform: Platform, botToken: string): Promise<boolean> {
    return (await this.sealed()).some(
      (row) =>
        row.platform === platform &&
        this.box.open(placeOf(row.platform, row.externalId), row.sealedBotToken) === botToken,
    );
  }

  /** An uninstall that is older than the install it would end changes nothing. */
  async revoke(platform: Platform, externalId: string, at: Date): Promise<void> {
    await inDirectory(this.dataSource, async (sql) => {
      const { rows } = await sql<Revoked>(
        `with revoked as (
           update installation set revoked_at = $3, sealed_bot_token = ''
           where platform = $1 and external_id = $2 and installed_at <= $3 and revoked_at is null
           returning tenant_id, workspace_id, scopes
         )
         update workspace set active = false from revoked
         where workspace.tenant_id = revoked.tenant_id and workspace.id = revoked.workspace_id
         returning workspace.tenant_id as "tenantId", workspace.id as "workspaceId", name, scopes`,
        [platform, externalId, at],
      );
      for (const { tenantId, workspaceId, ...told } of rows)
        await appendAudit(
          sql,
          tenantId,
          uninstalled({ platform, externalId, ...told }, workspaceId, at),
        );
    });
  }

  async issueState(state: string, expiresAt: Date): Promise<void> {
    await this.sql(
      `with expired as (delete from install_state where expires_at < now() - interval '1 day')
       insert into install_state (state_hash, expires_at) values ($1, $2)`,
      [hashOf(state), expiresAt],
    );
  }

  async useState(state: string, now: Date): Promise<boolean> {
    const { rows } = await this.sql<{ fresh: boolean }>(
      `with used as (delete from install_state where state_hash = $1 returning expires_at)
       select expires_at > $2 as fresh from used`,
      [hashOf(state), now],
    );
    return rows[0]?.fresh ?? false;
  }

  /** Opens every stored token; throws the DeskError that says which key is missing. */
  async verify(): Promise<void> {
    for (const { platform, externalId, sealedBotToken } of await this.sealed())
      this.box.open(placeOf(platform, externalId), sealedBotToken);
  }

  /** Seals every token with the newest key; a token changed meanwhile is left as it is. */
  async resealAll(): Promise<number> {
    let resealed = 0;
    for (const { platform, externalId, sealedBotToken } of await this.sealed()) {
      if (!this.box.isOutdated(sealedBotToken)) continue;
      const place = placeOf(platform, externalId);
      const { affected } = await this.sql(
        `update installation set sealed_bot_token = $4
         where platform = $1 and external_id = $2 and sealed_bot_token = $3`,
        [
          platform,
          externalId,
          sealedBotToken,
          this.box.seal(place, this.box.open(place, sealedBotToken)),
        ],
      );
      resealed += affected;
    }
    return resealed;
  }

  private async sealed(): Promise<
    readonly Pick<Sealed, 'platform' | 'externalId' | 'sealedBotToken'>[]
  > {
    const { rows } = await this.sql<Pick<Sealed, 'platform' | 'externalId' | 'sealedBotToken'>>(
      `select platform, external_id as "externalId", sealed_bot_token as "sealedBotToken"
       from installation where revoked_at is null`,
    );
    return rows;
  }
}
