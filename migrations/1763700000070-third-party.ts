import type { MigrationInterface, QueryRunner } from 'typeorm';

const REASONS = `'NEW_REQUEST', 'ON_DEMAND', 'IN_TICKET_THREAD', 'FOLLOW_UP_IN_WINDOW', 'GREETING',
  'THANKS', 'EMOJI_ONLY', 'EMPTY', 'NOT_MENTIONED', 'ON_DEMAND_ONLY', 'INTAKE_OFF',
  'NOT_A_CUSTOMER', 'BOT', 'MEMBER_SPOKE', 'REVERSED'`;

/** Whom a ticket waits for and when to look again; a customer may ask for the list of their tickets. */
export class ThirdParty1763700000070 implements MigrationInterface {
  readonly name = 'ThirdParty1763700000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column third_party text, add column next_check_at timestamptz;
      -- Read over all tenants by the sweep, so time leads.
      create index ticket_check_due_idx on ticket (next_check_at) where next_check_at is not null;
      alter table intake_decision drop constraint intake_decision_reason_check;
      alter table intake_decision add constraint intake_decision_reason_check
        check (reason in (${REASONS}, 'LIST_ASKED'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table intake_decision drop constraint intake_decision_reason_check;
      update intake_decision set reason = 'GREETING' where reason = 'LIST_ASKED';
      alter table intake_decision add constraint intake_decision_reason_check
        check (reason in (${REASONS}));
      drop index ticket_check_due_idx;
      alter table ticket drop column third_party, drop column next_check_at;
    `);
  }
}
