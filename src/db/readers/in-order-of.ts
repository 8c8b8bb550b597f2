/** Rows that came in any order, as their ids were asked for; null for what did not come. */
export const inOrderOf = <Columns extends { readonly its_id: string }, Row>(
  ids: readonly string[],
  rows: readonly Columns[],
  read: (columns: Columns) => Row,
): readonly (Row | null)[] => {
  const found = new Map(rows.map((row) => [row.its_id, read(row)]));
  return ids.map((id) => found.get(id) ?? null);
};
