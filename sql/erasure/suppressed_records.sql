-- One row per record that the gate decides on, and whether it belongs to somebody or something that was erased: sent by
-- whom, in what, or about what the suppression list names until then; or stored still, for a hold alone.
with

suppressions as (
    select
        kind,
        digest,
        max(until_utc) as until_utc
    from gov.suppressions
    where kind in ('conversation', 'message')
    group by kind, digest
),

erased as (
    select distinct subject_id from gov.erased_subjects
)

select
    concerned.*,
    coalesce(
        concerned.at_utc
        <= list_max([people.until_utc, customers.until_utc, conversations.until_utc, messages.until_utc]),
        false
    )
    or erased.subject_id is not null as is_suppressed
from concerned_records as concerned
left join batch_suppressed_people as people on concerned.person_index = people.person
left join batch_suppressed_customers as customers on concerned.conversation_id = customers.conversation_id
left join suppressions as conversations
    on concerned.conversation_id = conversations.digest and conversations.kind = 'conversation'
left join suppressions as messages on concerned.record_id = messages.digest and messages.kind = 'message'
left join erased on concerned.subject_id = erased.subject_id
