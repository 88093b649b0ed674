-- One row per waiting message that was deleted, or whose last edit waits with it: what it says now.
-- Words of an edit that the gate refuses are not kept.
with

changes as (
    select * from gov.content_changes
    where target_id in (select record_id from waiting_messages)
),

edits as (
    select
        edits.event_id,
        any_value(if(gated.refused is null, edits.text, null)) as text
    from waiting_edits as edits
    inner join gated_events as gated on edits.row_number = gated.row_number
    group by edits.event_id
),

answered as (
    select
        messages.row_number,
        messages.month,
        changes.target_id,
        changes.is_deleted,
        changes.edited_at_utc,
        edits.text,
        not changes.is_deleted and messages.as_of_utc < changes.edited_at_utc as is_replaced,
        changes.target_id not in (select target_id from former_changes) and gated.refused is null as is_settled
    from waiting_messages as messages
    inner join changes on messages.record_id = changes.target_id
    inner join gated_messages as gated on messages.row_number = gated.row_number
    left join edits on changes.event_id = edits.event_id
    where changes.is_deleted or edits.event_id is not null
)

select * from answered
