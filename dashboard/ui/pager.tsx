import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Pages } from '../api/pages';

/** Back and more, where a list has more than one page. */
export const Pager = (props: {
  pages: Pages;
  info: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}) => {
  const { pages, info } = props;
  if (pages.isFirst && !info.hasNextPage) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <button type="button" className="button" disabled={pages.isFirst} onClick={pages.back}>
        <ChevronLeft size={15} aria-hidden="true" /> Back
      </button>
      <button
        type="button"
        className="button"
        disabled={!info.hasNextPage}
        onClick={() => pages.on(info.endCursor)}
      >
        More <ChevronRight size={15} aria-hidden="true" />
      </button>
    </nav>
  );
};
