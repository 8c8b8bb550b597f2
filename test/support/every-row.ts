import type { DataSource } from 'typeorm';

/** When somebody last came in is noted whatever they came for. */
const BESIDE = 'last_used_at';

/** Every row of every table of a desk, as text: equal before and after, nothing was changed. */
export const everyRow = async (
  source: DataSource,
  tenantId: string,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const tables: { name: string }[] = await source.query(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'
     order by c.table_name`,
  );
  if (tables.length < 40) throw new Error('that is not the whole desk');
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, (to_jsonb(r) - '${BESIDE}')::text as row from "${name}" r where r.tenant_id = $1`,
  );
  parts.push(`select 'tenant', to_jsonb(r)::text from tenant r where r.id = $1`);
  const rows: { name: string; row: string }[] = await source.query(
    `${parts.join(' union all ')} order by 1, 2`,
    [tenantId],
  );
  const found: Record<string, string[]> = {};
  for (const { name, row } of rows) {
    found[name] ??= [];
    found[name].push(row);
  }
  return found;
};
