import { lazy, Suspense } from 'react';
import type { CardPress } from './adaptive';
import type { Json } from './types';

// The library is large, and who stays in Slack never needs it.
const Drawn = lazy(async () => ({ default: (await import('./adaptive')).AdaptiveView }));

/** An Adaptive Card; the library that draws it is fetched with the first one. */
export function CardView(props: { readonly card: Json; readonly onPress: CardPress }) {
  return (
    <Suspense fallback={<p className="quiet">…</p>}>
      <Drawn {...props} />
    </Suspense>
  );
}
