-- The arriving events, in their order, without the words of edits that count no more.
select
    events.* replace (
        if(changes.target_id is null, events.text, null) as text,
        if(changes.target_id is null, events.detail, null) as detail
    )
from arriving_events as events
left join gov.content_changes as changes
    on
        events.target_id = changes.target_id
        and events.event = 'message_edited'
        and (changes.is_deleted or events.event_id != changes.event_id)
order by events.row_number
