import type { Platform } from './chat-event';
import type { Contact, Customer, Tenant } from './records';
import type { StoredToken, TokenView } from './tokens';

/** What an administrator may set for the whole desk. */
export type DeskSettings = Pick<
  Tenant,
  'zone' | 'defaultIntakeMode' | 'groupingWindowSec' | 'firstResponseTargetMin' | 'claimLeaseMin'
>;

/** Somebody on a platform: the home workspace or tenant, and the id there. Never a name. */
export interface ChatPrincipal {
  readonly platform: Platform;
  readonly home: string;
  readonly userId: string;
}

/** Both null: ignored. */
export interface ChatStanding {
  readonly memberId: string | null;
  readonly contactId: string | null;
}

/** An account as its service names it. */
export interface Account {
  readonly issuer: string;
  readonly subject: string;
}

/** An address counts until an account has come with it; an account counts from the start. */
export interface Login {
  readonly email: string | null;
  readonly account: Account | null;
}

/** What only administration writes, inside one transaction of one tenant. */
export interface AdminStore {
  saveSettings(settings: DeskSettings): Promise<void>;
  /** False when another queue has that name. */
  insertQueue(queueId: string, name: string): Promise<boolean>;
  /** False when another queue has that name. */
  renameQueue(queueId: string, name: string): Promise<boolean>;
  /** What the other system calls a customer; whoever asks for it next waits until we are done. */
  customerByReference(externalId: string): Promise<Customer | null>;
  insertCustomer(customer: Customer): Promise<void>;
  saveCustomer(customer: Customer): Promise<void>;
  /** From now on the customer is called so, and no longer what they were called before. */
  refer(externalId: string, customerId: string): Promise<void>;
  /** Null for somebody who was never met. */
  chatIdentity(who: ChatPrincipal): Promise<ChatStanding | null>;
  setIdentity(who: ChatPrincipal, standing: ChatStanding): Promise<void>;
  /** False when they were not known. */
  forgetIdentity(who: ChatPrincipal): Promise<boolean>;
  insertContact(contact: Contact): Promise<void>;
  moveContact(contactId: string, customerId: string): Promise<void>;
  insertToken(token: StoredToken): Promise<void>;
  /** By what a member signs in from now on; null: not at all. Says what of it is another's. */
  saveLogin(
    memberId: string,
    login: Login | null,
  ): Promise<'saved' | 'email taken' | 'account taken'>;
  /** From now on this account is the member. False when another account was faster. */
  bindLogin(memberId: string, issuer: string, subject: string): Promise<boolean>;
  /** Locks it until the transaction ends. */
  token(tokenId: string): Promise<TokenView | null>;
  /** False when it is revoked already. */
  revokeToken(tokenId: string, at: Date): Promise<boolean>;
  expireToken(tokenId: string, at: Date): Promise<void>;
  /** How often this happened in this hour, these times included. */
  countRefusal(reason: string, times: number, hour: Date): Promise<number>;
}
