import { createContext, use } from 'react';
import type { Role, TokenScope, ViewerQuery } from '../generated/graphql';

/** Whoever looks, and what they may do. What they may not is not offered: the desk would refuse it. */
export interface May {
  readonly role: Role;
  readonly name: string;
  /** The member this token belongs to; null: it is nobody's. */
  readonly memberId: string | null;
  readonly deskName: string;
  readonly deskZone: string | null;
  /** Everybody on the desk but partners, who see the tickets assigned to them. */
  readonly isStaff: boolean;
  /** Figures and settings. */
  readonly isLead: boolean;
  readonly isAdmin: boolean;
  readonly work: boolean;
  readonly configure: boolean;
  readonly administer: boolean;
}

const LEADS: readonly Role[] = ['SUPERVISOR', 'ADMIN'];

export const mayOf = (viewer: ViewerQuery['viewer']): May => {
  const { role, scopes, member, tenant } = viewer;
  const has = (scope: TokenScope): boolean => scopes.includes(scope);
  const isLead = LEADS.includes(role);
  return {
    role,
    name: viewer.name,
    memberId: member?.id ?? null,
    deskName: tenant.name,
    deskZone: tenant.zone,
    isStaff: role !== 'PARTNER',
    isLead,
    isAdmin: role === 'ADMIN',
    work: has('WORK'),
    configure: isLead && has('CONFIGURE'),
    administer: role === 'ADMIN' && has('ADMINISTER'),
  };
};

export const MayContext = createContext<May | null>(null);

/** Only under the frame, which has asked. */
export const useMay = (): May => {
  const may = use(MayContext);
  if (may === null) throw new Error('used before the desk said who this is');
  return may;
};

/** Whether the changes below it are offered: forms and buttons ask it. */
export const OfferedContext = createContext(true);
export const useOffered = (): boolean => use(OfferedContext);
