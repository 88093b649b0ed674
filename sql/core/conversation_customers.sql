-- One row per conversation of the batch in which exactly one customer takes part: that customer.
with

batch as (
    select distinct conversation_id from batch_conversations
),

members as (
    select
        members.conversation_id,
        subjects.canonical_id as subject_id,
        canonical.role
    from gov.conversation_members as members
    inner join batch on members.conversation_id = batch.conversation_id
    inner join gov.subjects as subjects on members.subject_id = subjects.subject_id
    inner join gov.subjects as canonical on subjects.canonical_id = canonical.subject_id
),

conversations as (
    select
        conversations.conversation_id,
        coalesce(conversations.kind, 'direct') as kind
    from gov.conversations as conversations
    inner join batch on conversations.conversation_id = batch.conversation_id
),

customers as (
    select
        members.conversation_id,
        min(members.subject_id) as customer_id
    from members
    inner join conversations on members.conversation_id = conversations.conversation_id
    where
        members.role = 'customer'
        and conversations.kind = 'direct'
    group by members.conversation_id
    having count(distinct members.subject_id) = 1
)

select * from customers
