/** What the clocks of a ticket ($2) rest on: one aggregate over its public, undeleted messages. */
export const CONVERSATION = `
  with said as (
     select * from message
     where tenant_id = $1 and ticket_id = $2 and visibility = 'PUBLIC' and deleted_at is null
   ), request as (
     select * from said where author_kind = 'contact' and needs_answer
   ), reply as (
     select * from said where author_kind = 'member' and delivery_state <> 'FAILED'
   ), first_request as (
     select min(occurred_at) as at from request
   ), first_reply as (
     select reply.occurred_at as at, reply.author_id as member_id from reply, first_request
     where reply.occurred_at > first_request.at order by reply.occurred_at, reply.id limit 1
   ), last_reply as (
     select max(occurred_at) as at from reply
   )
   select first_request.at as "firstRequestAt",
     (select at from first_reply) as "firstReplyAt",
     (select member_id from first_reply) as "firstReplierId",
     last_reply.at as "lastReplyAt",
     (select min(spoken.at)
      from request, unnest(array[request.occurred_at, request.edited_at]) as spoken (at)
      where last_reply.at is null or spoken.at > last_reply.at) as "unansweredSince"
   from first_request, last_reply`;
