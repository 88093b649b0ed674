-- One row per conversation that was known and whose customer is another one now.
with

known as (
    select conversation_id from former_conversations
)

select known.conversation_id
from known
left join former_customers as former on known.conversation_id = former.conversation_id
left join batch_customers as present on known.conversation_id = present.conversation_id
where former.customer_id is distinct from present.customer_id
