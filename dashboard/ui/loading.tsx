/** Lines where text will be. */
export const Loading = ({ rows = 4 }: { rows?: number }) => (
  <div className="loading" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
      <span key={key} className="bone" />
    ))}
  </div>
);
