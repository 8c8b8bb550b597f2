import { Blocks } from './blocks';
import type { View } from './types';

/** What the app shows one person on its home tab. */
export function HomeTab({ view, problem }: { view: View | null; problem: string }) {
  return (
    <div className="room">
      <header className="room-head">
        <h3>App Home</h3>
        <p>What the desk shows this person alone</p>
      </header>
      <div className="home">
        {view && view.blocks.length > 0 ? (
          <Blocks blocks={view.blocks} />
        ) : (
          <p className="quiet empty">The desk has not drawn this page yet.</p>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
