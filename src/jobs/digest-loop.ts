import { type DigestTeller, tellDigests } from '../app/digest/tell-digests';
import { createLoop, type Loop } from './loop';

const LIMIT = 20;

/** Tells supervisors what they asked to be told, each time once. */
export const createDigestLoop = (teller: DigestTeller, pollMs: number): Loop =>
  createLoop({
    name: 'digest',
    pollMs,
    log: teller.desk.log,
    round: async () => ((await tellDigests(teller, LIMIT)) === LIMIT ? 1 : 0),
  });
