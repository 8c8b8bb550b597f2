/** No page is longer, whatever is asked. */
export const PAGE_CAP = 100;
export const PAGE_DEFAULT = 25;
