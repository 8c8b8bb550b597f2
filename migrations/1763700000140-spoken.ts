import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which words under a triage card a reply or note was, so that their edit or deletion finds it. */
export class Spoken1763700000140 implements MigrationInterface {
  readonly name = 'Spoken1763700000140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table message add column spoken_channel_id uuid, add column spoken_id text,
        add constraint message_spoken_check
          check ((spoken_channel_id is null) = (spoken_id is null)),
        add constraint message_spoken_channel_fkey
          foreign key (tenant_id, spoken_channel_id) references channel (tenant_id, id);
      create unique index message_spoken_key on message (tenant_id, spoken_channel_id, spoken_id)
        where spoken_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table message drop column spoken_id, drop column spoken_channel_id');
  }
}
