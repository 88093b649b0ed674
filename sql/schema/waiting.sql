-- What a run took in and has not decided on yet.

-- One row per message; the month is empty where it has no time.
create or replace temp table waiting_messages (
    row_number bigint, file_id varchar, source varchar, month varchar, conversation_id blob, person_index blob,
    at_utc timestamp, record_id blob, hints utinyint, as_of_utc timestamp
);

-- One row per event, likewise; a report on a message that was erased comes back no more than the message.
create or replace temp table waiting_events (
    row_number bigint, file_id varchar, source varchar, month varchar, conversation_id blob, person_index blob,
    at_utc timestamp, record_id blob, hints utinyint
);

-- One row per event that reports an edit, with the words since then.
create or replace temp table waiting_edits (
    row_number bigint, month varchar, event_id blob, target_id blob, text varchar
);

-- One row per record that could not be read.
create or replace temp table waiting_rejects (
    file_id varchar, member varchar, record bigint, reason varchar, raw blob
);

-- One row per person whom exports name, by the index under which they do.
create or replace temp table waiting_people (person blob);

-- One row per conversation.
create or replace temp table waiting_conversations (conversation_id blob);

-- One row per person and conversation of somebody who was erased; perhaps more.
create or replace temp table waiting_suppressed_people (person blob, until_utc timestamp);
create or replace temp table waiting_suppressed_customers (conversation_id blob, until_utc timestamp);

-- One row per message of which a change was known before, and of which the first change is told now.
create or replace temp table former_changes (target_id blob);
create or replace temp table fresh_changes (target_id blob);
