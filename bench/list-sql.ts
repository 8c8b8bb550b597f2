/** The page by hand: one prepared statement for one tenant, a row more than is shown. */
export const LIST_SQL = `
  select t.id, t.number, t.subject, t.status, t.waiting_on, t.priority, t.opened_at,
    c.id as customer_id, c.name as customer_name, a.id as assignee_id, a.name as assignee_name,
    m.plain, m.occurred_at, m.author_kind,
    (extract(epoch from t.opened_at) * 1000000)::int8::text as key
  from (
    select * from ticket where tenant_id = $1 order by opened_at desc, id desc limit 51
  ) t
  join customer c on c.tenant_id = t.tenant_id and c.id = t.customer_id
  left join member a on a.tenant_id = t.tenant_id and a.id = t.assignee_id
  left join lateral (
    select plain, occurred_at, author_kind from message l
    where l.tenant_id = t.tenant_id and l.ticket_id = t.id
    order by l.occurred_at desc, l.id desc limit 1
  ) m on true
  order by t.opened_at desc, t.id desc`;
