-- The arriving edits whose words count no more, without them.
select events.* replace (null as text, null as detail, null as hints)
from arriving_events as events
inner join gov.content_changes as changes on events.target_id = changes.target_id
where
    events.event = 'message_edited'
    and (changes.is_deleted or events.event_id != changes.event_id)
    and (events.text is not null or events.detail is not null)
