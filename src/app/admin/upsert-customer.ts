import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Upserted } from '../ports/answers';
import type { Customer } from '../ports/records';
import type { Tx } from '../ports/store';
import { requireMember } from '../tickets/requirements';
import { checkedName, checkedZone, requireAdministration } from './requirements';

/** What another system knows of a customer. Undefined leaves a value, null clears it. */
export interface CustomerDraft {
  readonly externalId: string;
  /** A customer that is here already, to be called by that id from now on; null: by the id alone. */
  readonly customerId: string | null;
  readonly name: string | null;
  readonly tier: string | null;
  readonly domain: string | null | undefined;
  readonly zone: string | null | undefined;
  readonly ownerId: string | null | undefined;
}

const ID_LIMIT = 200;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

const invalid = (code: string, message: string, field: string, hint: string | null = null) =>
  new DeskError('invalid', code, message, hint, [field]);

const checkedId = (externalId: string): string => {
  const trimmed = externalId.trim();
  if (trimmed === '' || trimmed.length > ID_LIMIT || /\p{Cc}/u.test(trimmed))
    throw invalid(
      'EXTERNAL_ID',
      `An external id has 1 to ${ID_LIMIT} visible characters.`,
      'externalId',
    );
  return trimmed;
};

const checkedDomain = (domain: string): string => {
  const lower = domain.trim().toLowerCase();
  if (!DOMAIN.test(lower))
    throw invalid('NOT_A_DOMAIN', 'That is no internet domain.', 'domain', 'For example: acme.com');
  return lower;
};

const patched = (standing: Customer, draft: CustomerDraft): Customer => ({
  ...standing,
  name: draft.name === null ? standing.name : checkedName(draft.name, 'name'),
  tier: draft.tier === null ? standing.tier : checkedName(draft.tier, 'tier'),
  domain:
    typeof draft.domain === 'string'
      ? checkedDomain(draft.domain)
      : draft.domain === null
        ? null
        : standing.domain,
  zone:
    typeof draft.zone === 'string'
      ? checkedZone(draft.zone, 'zone')
      : draft.zone === null
        ? null
        : standing.zone,
  ownerId: draft.ownerId === undefined ? standing.ownerId : draft.ownerId,
});

const differ = (one: Customer, other: Customer): boolean =>
  one.name !== other.name ||
  one.tier !== other.tier ||
  one.domain !== other.domain ||
  one.zone !== other.zone ||
  one.ownerId !== other.ownerId;

/** The customer that the draft means, or null when it is new. */
const standingOf = async (
  tx: Tx,
  draft: CustomerDraft,
  externalId: string,
): Promise<{ readonly customer: Customer; readonly linked: boolean } | null> => {
  const known = await tx.admin.customerByReference(externalId);
  if (known !== null) {
    if (draft.customerId !== null && draft.customerId !== known.id)
      throw new DeskError(
        'conflict',
        'EXTERNAL_ID_TAKEN',
        `“${externalId}” is what ${known.name} is called.`,
        'Use the external id of this customer.',
        ['externalId'],
      );
    return { customer: known, linked: true };
  }
  if (draft.customerId === null) return null;
  const customer = await tx.desk.customer(draft.customerId);
  if (customer === null) throw notFound('customer');
  return { customer, linked: false };
};

/**
 * Brings a customer in by what another system calls them: made the first time, changed where they
 * differ, left alone where they do not. Safe to repeat, and to run twice at once.
 */
export const upsertCustomerIn = async (
  tx: Tx,
  actor: Actor,
  draft: CustomerDraft,
  newId: () => string,
  now: Date,
): Promise<{ readonly id: string; readonly result: Upserted }> => {
  requireAdministration(actor, 'configure');
  const externalId = checkedId(draft.externalId);
  const standing = await standingOf(tx, draft, externalId);
  if (typeof draft.ownerId === 'string') await requireMember(tx, draft.ownerId);
  if (standing === null) {
    if (draft.name === null) throw invalid('NAME_NEEDED', 'A new customer needs a name.', 'name');
    const customer = patched(
      {
        id: newId(),
        tenantId: tx.tenantId,
        name: '',
        domain: null,
        tier: 'Standard',
        zone: null,
        ownerId: null,
        createdAt: now,
      },
      draft,
    );
    await tx.admin.insertCustomer(customer);
    await tx.admin.refer(externalId, customer.id);
    return { id: customer.id, result: 'CREATED' };
  }
  const { customer, linked } = standing;
  const changed = patched(customer, draft);
  if (linked && !differ(customer, changed)) return { id: customer.id, result: 'NOOP' };
  await tx.admin.saveCustomer(changed);
  if (!linked) await tx.admin.refer(externalId, customer.id);
  return { id: customer.id, result: 'UPDATED' };
};
