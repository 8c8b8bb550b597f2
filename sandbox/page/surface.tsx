import { createContext, useContext } from 'react';
import type { ActResult, Channel, Person, Press } from './types';

/** What blocks need to know about the place they are drawn in. */
export type Surface = {
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  /** Sends a block action as the person this surface belongs to. */
  readonly press: (press: Press) => Promise<ActResult>;
  /** Shows a message inside the page; false when it is not to be seen here. */
  readonly goTo: (channelId: string, ts: string) => boolean;
};

const NOWHERE: Surface = {
  people: [],
  channels: [],
  press: async () => ({ ok: false, error: 'Nothing to press here.' }),
  goTo: () => false,
};

const SurfaceContext = createContext<Surface>(NOWHERE);

/** Gives the blocks below a surface. */
export const SurfaceProvider = SurfaceContext.Provider;

/** The surface the calling component is drawn on. */
export function useSurface(): Surface {
  return useContext(SurfaceContext);
}
