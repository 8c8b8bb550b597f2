/** A table as any reader of RFC 4180 takes it. */
export const tableCells = (text: string): readonly (readonly string[])[] => {
  const found: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    found.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') found.push([]);
  }
  return found.slice(0, -1);
};
