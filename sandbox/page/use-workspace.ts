import { useCallback, useEffect, useRef, useState } from 'react';
import { listen, readWorkspace } from './api';
import type { Workspace } from './types';

export type Line = 'connecting' | 'up' | 'lost';

/** The workspace as it is now, kept fresh by the server's stream. */
export function useWorkspace(): { workspace: Workspace | null; line: Line; refresh: () => void } {
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
          setWorkspace(await readWorkspace());
          setLine('up');
        } catch {
          setLine('lost');
        }
      }
      reading.current = false;
    };
    void read();
  }, []);

  useEffect(() => listen(refresh, (up) => setLine(up ? 'up' : 'lost')), [refresh]);
  return { workspace, line, refresh };
}
