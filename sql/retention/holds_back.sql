-- Tells whether a hold in force keeps a record: whose, of which conversation and source, and of when it says.
create or replace temp macro holds_back(hold, record) as (
    (hold.subject_id is null or record.subject_id = hold.subject_id)
    and (hold.conversation_id is null or record.conversation_id = hold.conversation_id)
    and (hold.source is null or record.source = hold.source)
    and record.at_utc >= hold.from_utc
    and record.at_utc <= hold.until_utc
);
