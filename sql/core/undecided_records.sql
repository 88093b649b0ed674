-- One row per record of the attached shard that the gate must decide on again, with what it decided before.
select
    $month::varchar as month,

    -- what the gate asks of any record
    record_id,
    source,
    conversation_id,
    writer_id as person_index,
    at_utc,
    hints,

    -- as it is stored
    subject_id as stored_subject_id,
    writer_role as stored_role,
    basis as stored_basis,
    purposes as stored_purposes,
    rule as stored_rule,
    expires_at_utc as stored_expires_at_utc
from stored_records
where
    $everything
    or subject_id in (select subject_id from gov.undecided_subjects)
    or conversation_id in (select conversation_id from noted_conversations)
