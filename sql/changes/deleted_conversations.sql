-- One row per conversation that arriving events report as deleted, later than was known of it.
with

arriving as (
    select
        conversation_id,
        max(at_utc) as deleted_at_utc
    from arriving_events
    where
        event = 'conversation_deleted'
        and conversation_id is not null
        and at_utc is not null
    group by conversation_id
),

later as (
    select arriving.*
    from arriving
    left join gov.deleted_conversations as known on arriving.conversation_id = known.conversation_id
    where coalesce(known.deleted_at_utc < arriving.deleted_at_utc, true)
)

select * from later
