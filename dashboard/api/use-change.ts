import type { TypedDocumentNode } from '@urql/core';
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import type { RefusalFragment } from '../generated/graphql';
import { newKey } from './client';

export interface Outcome {
  readonly outcome: { readonly errors: readonly RefusalFragment[] };
}

const NOT_REACHED: RefusalFragment = {
  code: 'NOT_REACHED',
  message: 'The desk did not answer.',
  hint: 'Try again: the same request is never carried out twice.',
  path: [],
};

export interface Change<Data extends Outcome, Input> {
  /** The answer when the change was made, null when it was refused. */
  readonly run: (input: Input) => Promise<Data | null>;
  readonly refusals: readonly RefusalFragment[];
  readonly isRunning: boolean;
  readonly forget: () => void;
}

/** A mutation whose refusals are data, sent again under the same key until it was answered. */
export const useChange = <Data extends Outcome, Input extends object>(
  document: TypedDocumentNode<Data, { input: Input }>,
): Change<Data, Input> => {
  const client = useClient();
  const [refusals, refuse] = useState<readonly RefusalFragment[]>([]);
  const [isRunning, setRunning] = useState(false);
  const attempt = useRef<{ asked: string; key: string } | null>(null);

  const run = async (input: Input): Promise<Data | null> => {
    const asked = JSON.stringify(input);
    if (attempt.current?.asked !== asked) attempt.current = { asked, key: newKey() };
    setRunning(true);
    const { data, error } = await client
      .mutation(document, { input: { ...input, idempotencyKey: attempt.current.key } })
      .toPromise();
    setRunning(false);
    if (data === undefined || data === null) {
      const [first] = error?.graphQLErrors ?? [];
      refuse([
        first === undefined ? NOT_REACHED : { ...NOT_REACHED, message: first.message, hint: null },
      ]);
      return null;
    }
    attempt.current = null;
    refuse(data.outcome.errors);
    return data.outcome.errors.length === 0 ? data : null;
  };

  return { run, refusals, isRunning, forget: () => refuse([]) };
};
