-- One row per message of the attached shard, by the names that messages and events share.
select
    -- ids
    message_id as record_id,
    source,
    conversation_id,
    thread_of(conversation_id, thread_key) as thread_id,

    -- people
    sender_id as writer_id,
    sender_role as writer_role,
    subject_id,

    -- times
    sent_at_utc as at_utc,

    -- at what its text hints
    hints,

    -- why it may be kept, for what, and until when
    basis,
    purposes,
    rule,
    expires_at_utc
from shard.messages
