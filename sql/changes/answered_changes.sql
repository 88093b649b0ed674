-- One row per arriving message that was deleted, or whose last edit arrives with it: what it says now.
-- Words of an edit that the gate refuses are not kept.
with

changes as (
    select * from gov.content_changes
    where target_id in (select message_id from arriving_messages)
),

edits as (
    select
        events.event_id,
        any_value(if(gated.refused is null, events.text, null)) as text
    from arriving_events as events
    inner join gated_events as gated on events.row_number = gated.row_number
    where events.event = 'message_edited'
    group by events.event_id
),

answered as (
    select
        messages.row_number,
        changes.target_id,
        changes.is_deleted,
        changes.edited_at_utc,
        edits.text,
        not changes.is_deleted and messages.as_of_utc < changes.edited_at_utc as is_replaced,
        changes.target_id not in (select target_id from former_changes) and gated.refused is null as is_settled
    from arriving_messages as messages
    inner join changes on messages.message_id = changes.target_id
    inner join gated_messages as gated on messages.row_number = gated.row_number
    left join edits on changes.event_id = edits.event_id
    where changes.is_deleted or edits.event_id is not null
)

select * from answered
