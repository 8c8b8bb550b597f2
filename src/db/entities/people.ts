import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Platform } from '../../app/ports/chat-event';
import type { Contact, Customer, Member } from '../../app/ports/records';
import type { TokenKind } from '../../app/ports/tokens';
import type { HealthState } from '../../domain/account-health';
import type { Role } from '../../domain/actor';
import type { Scope } from '../../domain/scope';

@Entity('customer')
export class CustomerEntity implements Customer {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text', { nullable: true }) readonly domain: string | null;
  @Column('text') readonly tier: string;
  @Column('text', { nullable: true }) readonly zone: string | null;
  @Column('uuid', { nullable: true }) readonly ownerId: string | null;
  @Column('timestamptz') readonly createdAt: Date;
}

/** A chat workspace a customer speaks from. */
@Entity('customer_home')
export class CustomerHomeEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly home: string;
  @Column('uuid') readonly customerId: string;
}

/** How a customer fared when it was last counted. */
@Entity('customer_health')
export class CustomerHealthEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly customerId: string;
  @Column('double precision', { nullable: true }) readonly score: number | null;
  @Column('text') readonly state: HealthState;
  @Column('timestamptz') readonly countedAt: Date;
  @Column('timestamptz') readonly nextAt: Date;
}

@Entity('member')
export class MemberEntity implements Member {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly role: Role;
  @Column('boolean', { default: true }) readonly active: boolean;
  @Column('boolean', { default: false }) readonly deactivatedByHand: boolean;
  @Column('uuid', { array: true, default: '{}' }) readonly queueIds: readonly string[];
  @Column('text', { nullable: true }) readonly avatarUrl: string | null;
  @Column('text', { nullable: true }) readonly zone: string | null;
}

@Entity('contact')
export class ContactEntity implements Contact {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly customerId: string;
  @Column('text') readonly name: string;
  @Column('text', { nullable: true }) readonly zone: string | null;
}

/** Whom a principal (platform, home workspace, user) stands for. */
@Entity('chat_identity')
export class ChatIdentityEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly platform: Platform;
  @PrimaryColumn('text') readonly home: string;
  @PrimaryColumn('text') readonly userId: string;
  @Column('text') readonly kind: 'MEMBER' | 'CONTACT' | 'IGNORED';
  @Column('uuid', { nullable: true }) readonly memberId: string | null;
  @Column('uuid', { nullable: true }) readonly contactId: string | null;
}

@Entity('api_token')
export class ApiTokenEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('text') readonly role: Role;
  @Column('text', { default: 'API' }) readonly kind: TokenKind;
  @Column('uuid', { nullable: true }) readonly memberId: string | null;
  @Column('text', { array: true, default: '{READ,WORK,CONFIGURE,ADMINISTER}' })
  readonly scopes: Scope[];
  @Column('bytea') readonly secretHash: Buffer;
  @Column('timestamptz') readonly createdAt: Date;
  @Column('timestamptz', { nullable: true }) readonly expiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly revokedAt: Date | null;
  @Column('timestamptz', { nullable: true }) readonly lastUsedAt: Date | null;
}

/** By what a member signs in. */
@Entity('member_login')
export class MemberLoginEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly memberId: string;
  @Column('text', { nullable: true }) readonly email: string | null;
  @Column('text', { nullable: true }) readonly issuer: string | null;
  @Column('text', { nullable: true }) readonly subject: string | null;
}

/** How often a sign-in was refused within an hour. */
@Entity('refused_sign_in')
export class RefusedSignInEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('text') readonly reason: string;
  @Column('timestamptz') readonly hour: Date;
  @Column('integer') readonly count: number;
}

/** How often a sign-in was tried within the present minute, of one address, person, or all. */
@Entity('sign_in_try')
export class SignInTryEntity {
  @PrimaryColumn('text') readonly scope: string;
  @Column('timestamptz') readonly minute: Date;
  @Column('integer') readonly used: number;
}

/** What was refused of people of whom nobody knows which desk they meant. */
@Entity('refused_stranger')
export class RefusedStrangerEntity {
  @PrimaryColumn('text') readonly reason: string;
  @PrimaryColumn('timestamptz') readonly minute: Date;
  @Column('integer') readonly count: number;
}

/** The answer a repeated request gets again. */
@Entity('idempotency')
export class IdempotencyEntity {
  @PrimaryColumn('uuid') readonly tenantId: string;
  @PrimaryColumn('uuid') readonly tokenId: string;
  @PrimaryColumn('text') readonly key: string;
  @Column('text') readonly fingerprint: string;
  @Column('jsonb', { nullable: true }) readonly answer: unknown;
  @Column('timestamptz') readonly expiresAt: Date;
}
