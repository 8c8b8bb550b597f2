import type { Platform } from '../app/ports/chat-event';
import type { ChatAddress, Consent, Conversation, Conversations } from '../app/ports/conversations';
import { stored } from './shelf';
import type { Sql } from './sql';

const CONVERSATION = `platform, id, workspace, kind, name, team_id as "teamId", bot_id as "botId",
  service_url as "serviceUrl", seen_at as "seenAt"`;

/** Where and to whom we can speak first. */
export class SqlConversations implements Conversations {
  constructor(private readonly sql: Sql) {}

  /** The newest word wins; what it leaves out is taken from an older one, whichever comes first. */
  async learn(conversation: Conversation): Promise<void> {
    const { platform, id, workspace, kind, name, teamId, botId, serviceUrl, seenAt } = conversation;
    await this.sql(
      `insert into conversation
         (platform, id, workspace, kind, name, team_id, bot_id, service_url, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict on constraint conversation_pkey do update set
         (name, team_id, bot_id, service_url, seen_at) = (
           select (array_agg(name order by seen_at desc) filter (where name is not null))[1],
             (array_agg(team_id order by seen_at desc) filter (where team_id is not null))[1],
             (array_agg(bot_id order by seen_at desc))[1],
             (array_agg(service_url order by seen_at desc))[1], max(seen_at)
           from (values
             (excluded.name, excluded.team_id, excluded.bot_id, excluded.service_url, excluded.seen_at),
             (conversation.name, conversation.team_id, conversation.bot_id,
               conversation.service_url, conversation.seen_at)
           ) as told (name, team_id, bot_id, service_url, seen_at))
       where conversation.workspace = excluded.workspace and (
         conversation.seen_at <= excluded.seen_at
         or conversation.name is null or conversation.team_id is null)`,
      [platform, id, workspace, kind, stored(name, false), teamId, botId, serviceUrl, seenAt],
    );
  }

  async learnPeople(people: readonly ChatAddress[], seenAt: Date): Promise<void> {
    if (people.length === 0) return;
    const column = <T>(pick: (person: ChatAddress) => T): T[] => people.map(pick);
    await this.sql(
      `insert into chat_address
         (platform, workspace, user_id, account_id, met_in, personal, seen_at)
       select distinct on (platform, workspace, user_id) *, $7::timestamptz
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         as person (platform, workspace, user_id, account_id, met_in, personal)
       on conflict on constraint chat_address_pkey do update set
         account_id = excluded.account_id, met_in = excluded.met_in,
         personal = coalesce(excluded.personal, chat_address.personal), seen_at = excluded.seen_at
       where chat_address.seen_at <= excluded.seen_at`,
      [
        column(({ platform }) => platform),
        column(({ workspace }) => workspace),
        column(({ userId }) => userId),
        column(({ accountId }) => accountId),
        column(({ metIn }) => metIn),
        column(({ personal }) => personal),
        seenAt,
      ],
    );
  }

  async heardAll(platform: Platform, id: string, at: Date): Promise<void> {
    await this.sql(
      `update conversation set heard_all_at = greatest(heard_all_at, $3::timestamptz)
       where platform = $1 and id = $2`,
      [platform, id, at],
    );
  }

  async consents(platform: Platform, limit: number): Promise<readonly Consent[]> {
    const { rows } = await this.sql<Consent>(
      `select workspace, array_agg(coalesce(name, id) order by name, id) as rooms,
         max(heard_all_at) as "heardAllAt"
       from conversation where platform = $1 and kind in ('channel', 'group')
       group by workspace, coalesce(team_id, id) order by workspace, min(name) limit $2`,
      [platform, limit],
    );
    return rows;
  }

  async find(platform: Platform, id: string): Promise<Conversation | null> {
    const { rows } = await this.sql<Conversation>(
      `select ${CONVERSATION} from conversation where platform = $1 and id = $2`,
      [platform, id],
    );
    return rows[0] ?? null;
  }

  async address(
    platform: Platform,
    workspace: string,
    userId: string,
  ): Promise<ChatAddress | null> {
    const by = async (column: 'user_id' | 'account_id'): Promise<ChatAddress | null> => {
      const { rows } = await this.sql<ChatAddress>(
        `select platform, workspace, user_id as "userId", account_id as "accountId",
           met_in as "metIn", personal
         from chat_address where platform = $1 and workspace = $2 and ${column} = $3
         order by seen_at desc limit 1`,
        [platform, workspace, userId],
      );
      return rows[0] ?? null;
    };
    return (await by('user_id')) ?? by('account_id');
  }

  async inWorkspace(
    platform: Platform,
    workspace: string,
    limit: number,
  ): Promise<readonly Conversation[]> {
    const { rows } = await this.sql<Conversation>(
      `select ${CONVERSATION} from conversation where platform = $1 and workspace = $2
       order by seen_at desc, id limit $3`,
      [platform, workspace, limit],
    );
    return rows;
  }
}
