import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useIsLive } from '../api/changes';

/** A short break is nobody's business. */
const PATIENCE_MS = 4_000;

/** Says that changes do not come by themselves at the moment, and what that means. */
export const NotLive = () => {
  const isLive = useIsLive();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (isLive) return setLong(false);
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isLive]);
  if (isLive || !isLong) return null;
  return (
    <div className="notice warn" role="status">
      <Unplug size={16} aria-hidden="true" />
      <span>
        Changes do not come by themselves at the moment: this page asks every ten seconds until they
        do again.
      </span>
    </div>
  );
};
