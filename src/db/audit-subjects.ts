/** What an entry of the audit log shows of one kind of thing. */
interface Subject {
  readonly kind: string;
  readonly table: string;
  /** What belongs to it and lies in tables of its own: the table, and the column that names it. */
  readonly parts?: Readonly<Record<string, readonly [table: string, column: string]>>;
}

/** What can be named by its id. A new kind of setting gets its line here. */
const NAMED: readonly Subject[] = [
  {
    kind: 'Member',
    table: 'member',
    parts: {
      duty: ['member_duty', 'member_id'],
      identities: ['chat_identity', 'member_id'],
      login: ['member_login', 'member_id'],
    },
  },
  { kind: 'Contact', table: 'contact', parts: { identities: ['chat_identity', 'contact_id'] } },
  { kind: 'Channel', table: 'channel' },
  {
    kind: 'Queue',
    table: 'queue',
    parts: {
      levels: ['queue_level', 'queue_id'],
      steps: ['queue_level_step', 'queue_id'],
      rule: ['queue_rule', 'queue_id'],
    },
  },
  {
    kind: 'Group',
    table: 'member_group',
    parts: { people: ['member_group_person', 'group_id'] },
  },
  { kind: 'ApiToken', table: 'api_token' },
  { kind: 'Label', table: 'label' },
  { kind: 'Webhook', table: 'webhook' },
  { kind: 'Tracker', table: 'tracker' },
];

/** What opens a door, what changes without anybody changing it, and what says nothing. */
const HIDDEN = `'{tenant_id,secret_hash,sealed_secret,previous_sealed_secret,last_used_at,heard_at,last_ticket_number,made_at,last_assigned_id,assign_at}'::text[]`;

const partOf = (name: string, [table, column]: readonly [string, string]): string => `
  '${name}', coalesce((
    select jsonb_agg(to_jsonb(p) - ${HIDDEN} - '${column}' order by to_jsonb(p)::text)
    from ${table} p where p.tenant_id = x.tenant_id and p.${column} = x.id), '[]')`;

const rowOf = ({ parts = {} }: Subject): string => {
  const own = `to_jsonb(x) - ${HIDDEN}`;
  const others = Object.entries(parts).map(([name, part]) => partOf(name, part));
  return others.length === 0 ? own : `(${own}) || jsonb_build_object(${others.join(', ')})`;
};

const CUSTOMER: Subject = {
  kind: 'Customer',
  table: 'customer',
  parts: { externalIds: ['customer_reference', 'customer_id'] },
};
const POLICY: Subject = {
  kind: 'SlaPolicy',
  table: 'sla_policy',
  parts: { targets: ['policy_target', 'policy_id'] },
};

/**
 * One statement: the settings of the whole desk, which are few, and whatever is named. $1 the
 * tenant, $2 ids, $3 names.
 */
export const SNAPSHOT = [
  `select 'Desk' as kind, x.id::text as id, to_jsonb(x) - ${HIDDEN} as fields
   from tenant x where x.id = $1::uuid`,
  `select 'CareSettings', x.tenant_id::text, to_jsonb(x) - ${HIDDEN}
   from care_settings x where x.tenant_id = $1::uuid`,
  `select 'Calendar', x.id::text, (to_jsonb(x) - ${HIDDEN}) || (
     select to_jsonb(v) - ${HIDDEN} - 'calendar_id' from calendar_version v
     where v.tenant_id = x.tenant_id and v.calendar_id = x.id and v.version = x.version)
   from calendar x where x.tenant_id = $1::uuid`,
  `select 'CalendarUse', x.scope || ' ' || x.scope_id, to_jsonb(x) - ${HIDDEN}
   from calendar_use x where x.tenant_id = $1::uuid`,
  `select 'SlaPolicy', x.id::text, ${rowOf(POLICY)}
   from sla_policy x where x.tenant_id = $1::uuid`,
  ...NAMED.map(
    (subject) => `select '${subject.kind}', x.id::text, ${rowOf(subject)}
     from ${subject.table} x where x.tenant_id = $1::uuid and x.id = any($2::uuid[])`,
  ),
  `select 'Customer', x.id::text, ${rowOf(CUSTOMER)}
   from customer x where x.tenant_id = $1::uuid and (x.id = any($2::uuid[]) or exists (
     select from customer_reference r where r.tenant_id = x.tenant_id and r.customer_id = x.id
       and r.external_id = any($3::text[])))`,
  `select 'Link', x.id::text, to_jsonb(x) - ${HIDDEN}
   from link x where x.tenant_id = $1::uuid and x.duplicate_id = any($2::uuid[])`,
  `select 'ChatIdentity', x.platform || ' ' || x.home || ' ' || x.user_id, to_jsonb(x) - ${HIDDEN}
   from chat_identity x where x.tenant_id = $1::uuid
     and x.home = any($3::text[]) and x.user_id = any($3::text[])`,
].join('\nunion all ');
