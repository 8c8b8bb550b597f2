/** No page is longer, whatever is asked. */
export const PAGE_CAP = 100;
export const PAGE_DEFAULT = 25;
/** What an export reads at once: as much work again lies in a page of its own as in hundreds of rows. */
export const EXPORT_PAGE = 500;
/** A page of an export counts as so many requests of its minute as a client would have needed. */
export const EXPORT_REQUESTS = EXPORT_PAGE / PAGE_CAP;
