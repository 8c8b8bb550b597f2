import { useCallback, useEffect, useRef, useState } from 'react';
import { listen, readWorkspace } from './api';
import type { Platform, Workspace } from './types';

export type Line = 'connecting' | 'up' | 'lost';

/** The workspace as it is now, kept fresh by the server's stream. */
export function useWorkspace(platform: Platform): {
  workspace: Workspace | null;
  line: Line;
  refresh: () => void;
} {
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  const [line, setLine] = useState<Line>('connecting');
  const reading = useRef(false);
  const stale = useRef(false);

  const refresh = useCallback(() => {
    // One read at a time: a burst of changes costs two reads, the running one and one after it.
    stale.current = true;
    if (reading.current) return;
    reading.current = true;
    const read = async () => {
      while (stale.current) {
        stale.current = false;
        try {
          setWorkspace(await readWorkspace(platform));
          setLine('up');
        } catch {
          setLine('lost');
        }
      }
      reading.current = false;
    };
    void read();
  }, [platform]);

  useEffect(
    () => listen(platform, refresh, (up) => setLine(up ? 'up' : 'lost')),
    [platform, refresh],
  );
  return { workspace, line, refresh };
}
