import type { Actor } from '../../domain/actor';
import type { Desk } from '../desk';
import type { AuditDoor } from '../ports/audit';
import type { LoginStore, PersonClaims } from '../ports/sign-in';
import type { Tx } from '../ports/store';

/** Something that happened to the desk and changed no setting. */
export interface Noted {
  readonly actor: Actor;
  readonly via: AuditDoor;
  /** Called as a mutation would be: `exportTickets`. */
  readonly action: string;
  /** What it was about: kinds, formats, filters, counts. Never contents, never secrets. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Writes something down that leaves no trace in the settings. Whatever takes data out of the desk
 * calls it before the first row leaves, with what is taken and in which format: what could not be
 * written down does not happen.
 */
export const noteAct = (tx: Tx, { actor, via, action, facts }: Noted, now: Date): Promise<void> =>
  tx.audit.append({
    at: now,
    via,
    action,
    actor,
    subject: null,
    subjectId: null,
    before: {},
    after: { Request: { input: facts } },
  });

const HOUR_MS = 3_600_000;
const isRound = (count: number): boolean => /^10*$/.test(String(count));

/** The desks that a refused person might have meant; where nobody knows them, the only one there is. */
const desksOf = async (logins: LoginStore, claims: PersonClaims | null): Promise<Set<string>> => {
  const found = claims === null ? [] : await logins.find(claims);
  const only = found.length > 0 ? null : await logins.onlyTenant();
  return new Set([...found.map(({ tenantId }) => tenantId), ...(only === null ? [] : [only])]);
};

/**
 * A sign-in that was refused. Whoever tries a thousand times in an hour leaves four entries: of the
 * first, the tenth, the hundredth and the thousandth. Nothing of a stranger is kept.
 */
export const noteRefusedSignIn = async (
  desk: Pick<Desk, 'unitOfWork' | 'log'>,
  logins: LoginStore,
  claims: PersonClaims | null,
  reason: string,
  now: Date,
): Promise<void> => {
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const actor = { kind: 'stranger', name: 'somebody' } as const;
  try {
    for (const tenantId of await desksOf(logins, claims))
      await desk.unitOfWork.run(tenantId, async (tx) => {
        const count = await tx.admin.countRefusal(reason, hour);
        if (!isRound(count)) return;
        const facts = { reason, count, since: hour };
        await noteAct(tx, { actor, via: 'SIGN_IN', action: 'refuseSignIn', facts }, now);
      });
  } catch (error) {
    // They are refused all the same; what is not written down is at least logged.
    desk.log.error('refusal-not-noted', {}, error);
  }
};
