import { issueToken } from '../../src/app/admin/tokens';
import { createTokenStore } from '../../src/db/token-store';
import type { Role } from '../../src/domain/actor';
import { CareWorld } from '../support/care-world';
import type { TestApi } from './api';

/** A desk that lives by its clock, with a token for each role. */
export class CareApi {
  private constructor(
    readonly api: TestApi,
    readonly world: CareWorld,
    private readonly tokens: ReadonlyMap<Role, string>,
  ) {}

  static async begin(api: TestApi, workspace: string, start: string): Promise<CareApi> {
    const world = await CareWorld.begin(api.database, workspace, start);
    const tokens = new Map<Role, string>();
    for (const role of ['PARTNER', 'AGENT', 'SUPERVISOR'] as const) {
      const wish = { tenantId: world.seeded.tenantId, name: role, role };
      const store = createTokenStore(api.source);
      const { token } = await issueToken(
        store,
        { ...wish, memberId: null, expiresAt: null },
        world.now,
      );
      tokens.set(role, token);
    }
    return new CareApi(api, world, tokens);
  }

  ask<Data>(query: string, variables: object = {}, role: Role = 'SUPERVISOR'): Promise<Data> {
    this.api.now = this.world.now;
    return this.api.ask<Data>(this.tokens.get(role) ?? '', query, variables);
  }

  /** Statements of one request, without those that open and end transactions. */
  async statementsOf(query: string, variables: object = {}): Promise<number> {
    this.api.statements = [];
    await this.ask(query, variables);
    return this.api.statements.filter((sql) => /^\s*(with|select|update|insert)/i.test(sql)).length;
  }
}
