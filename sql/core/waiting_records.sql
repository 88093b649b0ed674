-- Adds what the gate must know of arriving records, and whom they name, to what waits. Grain: as in schema/waiting.
insert into waiting_messages by name
select
    row_number,
    file_id,
    source,
    coalesce(month, '') as month,
    conversation_id,
    sender_index as person_index,
    sent_at_utc as at_utc,
    message_id as record_id,
    hints,
    as_of_utc
from arriving_messages;

insert into waiting_events by name
select
    row_number,
    file_id,
    source,
    coalesce(month, '') as month,
    conversation_id,
    actor_index as person_index,
    at_utc,
    -- a report on a message that was erased comes back no more than the message
    coalesce(target_id, event_id) as record_id,
    hints
from arriving_events;

insert into waiting_edits by name
select
    row_number,
    month,
    event_id,
    target_id,
    text
from arriving_events
where
    event = 'message_edited'
    and target_id is not null;

insert into waiting_rejects by name
select * from arriving_rejects;

insert into waiting_people by name
select person from batch_people
except
select person from waiting_people;

insert into waiting_conversations by name
select conversation_id::blob as conversation_id from arriving_conversations
except
select conversation_id from waiting_conversations
