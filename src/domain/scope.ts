/** What a credential may be used for, apart from what its holder may do. */
export const SCOPES = ['READ', 'WORK', 'CONFIGURE', 'ADMINISTER'] as const;
export type Scope = (typeof SCOPES)[number];
