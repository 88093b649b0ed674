-- One row per conversation of a batch between the company and somebody who was erased.
with

absent as (
    select
        person,
        until_utc
    from batch_suppressed_people
    where is_absent
),

writers as (
    select distinct
        conversation_id,
        sender_index as person
    from arriving_messages
    where sender_index is not null
),

written as (
    select
        writers.conversation_id,
        max(absent.until_utc) as until_utc
    from writers
    inner join absent on writers.person = absent.person
    group by writers.conversation_id
),

others as (
    select distinct members.conversation_id
    from gov.conversation_members as members
    inner join gov.subjects as subjects on members.subject_id = subjects.subject_id
    inner join gov.subjects as canonical on subjects.canonical_id = canonical.subject_id
    where canonical.role = 'customer'
)

select
    written.conversation_id,
    written.until_utc
from written
inner join gov.conversations as conversations on written.conversation_id = conversations.conversation_id
anti join others on written.conversation_id = others.conversation_id
where coalesce(conversations.kind, 'direct') = 'direct'
