-- One row per event of the attached shard, by the names that messages and events share. Of its actor no role is kept.
select
    -- ids
    event_id as record_id,
    source,
    conversation_id,
    null::blob as thread_id,

    -- people
    actor_id as writer_id,
    null::varchar as writer_role,
    subject_id,

    -- times
    at_utc,

    -- at what its text hints
    hints,

    -- why it may be kept, for what, and until when
    basis,
    purposes,
    rule,
    expires_at_utc
from shard.events
