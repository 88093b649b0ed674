-- What the gate must decide on again, gathered from many months: the columns of core/undecided_records.

-- One row per message.
create or replace temp table undecided_messages (
    month varchar, record_id blob, source varchar, conversation_id blob, person_index blob, at_utc timestamp,
    hints utinyint, stored_subject_id blob, stored_role varchar, stored_basis varchar, stored_purposes varchar[],
    stored_rule varchar, stored_expires_at_utc timestamp
);

-- One row per event.
create or replace temp table undecided_events as select * from undecided_messages;
