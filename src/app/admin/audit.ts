import type { Actor } from '../../domain/actor';
import type { Upserted } from '../ports/answers';
import type { AuditDoor, Named, Snapshot } from '../ports/audit';
import type { Tx } from '../ports/store';
import { canonical } from './audit-chain';

/** Something that is about to be changed, as whoever asked for it put it. */
export interface Act {
  readonly actor: Actor;
  readonly action: string;
  readonly via: AuditDoor;
  /** What the request names, so that it can be shown as it stood before. */
  readonly named: Named;
  readonly asked: unknown;
}

interface Outcome {
  readonly subjectId?: string;
  readonly result?: Upserted;
}

const SECRET = /secret|password|credential|bearer|signing/i;
/** Says nothing of what was changed. */
const BESIDE = new Set(['idempotencyKey', 'dryRun']);

/** What was asked, without anything that opens a door. */
const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SECRET.test(name) && !BESIDE.has(name))
      .map(([name, one]) => [name, withoutSecrets(one)]),
  );
};

/** Of both only what differs; a thing that is new or gone, whole. */
const differing = (one: Snapshot, other: Snapshot): Snapshot =>
  Object.fromEntries(
    Object.entries(one).flatMap(([key, fields]) => {
      const against = other[key];
      const kept = Object.entries(fields).filter(
        ([name, value]) => against === undefined || canonical(value) !== canonical(against[name]),
      );
      return kept.length === 0 ? [] : [[key, Object.fromEntries(kept)]];
    }),
  );

/** Which kind of thing has this id, by what was found of it. */
const kindOf = (id: string, ...snapshots: readonly Snapshot[]): string | null => {
  for (const snapshot of snapshots)
    for (const key of Object.keys(snapshot))
      if (key.endsWith(`:${id}`)) return key.split(':')[0] ?? null;
  return null;
};

/**
 * Does an administrative act and writes it down in the same transaction: by whom, which way, and
 * what stood there before and after. What changed nothing is not written down.
 */
export const audited = async <T extends Outcome>(
  tx: Tx,
  act: Act,
  now: Date,
  work: () => Promise<T>,
): Promise<T> => {
  const { actor, action, via, named } = act;
  const stood = await tx.audit.snapshot(named);
  const outcome = await work();
  if (outcome.result === 'NOOP') return outcome;
  const { subjectId = named.ids[0] ?? null } = outcome;
  const ids = subjectId === null ? named.ids : [...new Set([...named.ids, subjectId])];
  const stands = await tx.audit.snapshot({ ids, names: named.names });
  const before = differing(stood, stands);
  const after = differing(stands, stood);
  const isSeen = Object.keys(before).length + Object.keys(after).length > 0;
  await tx.audit.append({
    at: now,
    via,
    action,
    actor,
    subject: subjectId === null ? null : kindOf(subjectId, stands, stood),
    subjectId,
    before,
    // What leaves no trace in the settings is told as it was asked.
    after: isSeen ? after : { Request: { input: withoutSecrets(act.asked) } },
  });
  return outcome;
};

/** Every id and every name that stands somewhere in a request. */
export const namedIn = (asked: unknown, idOf: (text: string) => string | null): Named => {
  const ids = new Set<string>();
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      const id = idOf(value);
      if (id !== null) ids.add(id);
      else names.add(value);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      for (const one of Object.values(value)) walk(one);
  };
  walk(asked);
  return { ids: [...ids], names: [...names] };
};
