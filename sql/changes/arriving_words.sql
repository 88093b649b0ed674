-- One row per arriving message that has an id of its platform's, and per arriving edit: whose words of when it holds.
select
    file_id,
    conversation_id,
    message_id,
    sent_at_utc as at_utc,
    as_of_utc,
    true as is_message
from arriving_messages
where platform_message_id is not null
union all
select
    file_id,
    conversation_id,
    target_id as message_id,
    at_utc,
    at_utc as as_of_utc,
    false as is_message
from arriving_events
where event = 'message_edited' and target_id is not null
