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

type Noting = Pick<Desk, 'unitOfWork' | 'log'>;

/** Whether a count has come to or passed the first, the tenth, the hundredth … */
const isRound = (before: number, after: number): boolean =>
  before === 0 || String(after).length > String(before).length;

const noteFor = (
  desk: Noting,
  tenantId: string,
  reason: string,
  times: number,
  now: Date,
): Promise<void> => {
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const actor = { kind: 'stranger', name: 'somebody' } as const;
  return desk.unitOfWork.run(tenantId, async (tx) => {
    const count = await tx.admin.countRefusal(reason, times, hour);
    if (!isRound(count - times, count)) return;
    const facts = { reason, count, since: hour };
    await noteAct(tx, { actor, via: 'SIGN_IN', action: 'refuseSignIn', facts }, now);
  });
};

/** Refusals of the same kind, in whichever log they belong: a desk's, or that of nobody's desk. */
export const noteRefusals = async (
  desk: Noting,
  logins: Pick<LoginStore, 'noteStranger' | 'onlyTenant'>,
  tenantId: string | null,
  reason: string,
  times: number,
  now: Date,
): Promise<void> => {
  try {
    const meant = tenantId ?? (await logins.onlyTenant());
    if (meant === null) await logins.noteStranger(reason, times);
    else await noteFor(desk, meant, reason, times, now);
  } catch (error) {
    // They are refused all the same; what is not written down is at least logged.
    desk.log.error('refusal-not-noted', {}, error);
  }
};

/** The desks that a refused person might have meant; null: nobody knows. */
const desksOf = async (
  logins: LoginStore,
  issuer: string,
  claims: PersonClaims | null,
): Promise<ReadonlySet<string | null>> => {
  const found = claims === null ? [] : await logins.find(claims);
  if (found.length > 0) return new Set(found.map(({ tenantId }) => tenantId));
  const domain = claims?.email?.split('@').at(-1) ?? null;
  return new Set([await logins.meant({ issuer, domain })]);
};

/**
 * A sign-in that was refused. Whoever tries a thousand times in an hour leaves four entries: of the
 * first, the tenth, the hundredth and the thousandth. Nothing of a stranger is kept.
 */
export const noteRefusedSignIn = async (
  desk: Noting,
  logins: LoginStore,
  who: { readonly issuer: string; readonly claims: PersonClaims | null },
  reason: string,
  now: Date,
): Promise<void> => {
  const desks = await desksOf(logins, who.issuer, who.claims).catch((error: unknown) => {
    desk.log.error('refusal-not-noted', {}, error);
    return [];
  });
  for (const tenantId of desks) await noteRefusals(desk, logins, tenantId, reason, 1, now);
};
