import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Labels are one and the same as search finds them: a database of the locale C lowers only A to Z
 * by itself. Where two were told apart until now, the later gets the end of its id behind its name.
 */
export class LabelsFolded1763700000341 implements MigrationInterface {
  readonly name = 'LabelsFolded1763700000341';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update label set name = left(label.name, 31) || ' ' || right(label.id::text, 8)
      from label earlier
      where earlier.tenant_id = label.tenant_id and earlier.id < label.id
        and search_fold(earlier.name) = search_fold(label.name);
      drop index label_name_key;
      create unique index label_name_key on label (tenant_id, search_fold(name));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index label_name_key;
      create unique index label_name_key on label (tenant_id, lower(name));
    `);
  }
}
