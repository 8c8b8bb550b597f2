/** Lines where text will be. */
export const Loading = ({ rows = 4 }: { rows?: number }) => (
  <div className="loading" role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
      <span key={key} className="bone" />
    ))}
  </div>
);

/** The page before it is known who looks at it: what comes stands where it will. */
export const FrameLoading = () => (
  <div className="frame">
    <div className="side" />
    <main id="content">
      <Loading rows={6} />
    </main>
  </div>
);
