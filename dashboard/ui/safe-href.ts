/** Only to where a browser shows pages and files: an address of another kind is no link. */
export const safeHref = (url: string | null): string | undefined =>
  url !== null && /^https?:\/\//i.test(url) ? url : undefined;
