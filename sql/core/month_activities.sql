-- One row per person, conversation and thread in which somebody wrote in the month of the attached shard. People are
-- those of written_subjects.
with

conversations as (
    select
        conversation_id,
        min(sent_at_utc) as first_at_utc,
        max(sent_at_utc) as last_at_utc
    from shard.messages
    group by conversation_id
),

threads as (
    select
        conversation_id,
        thread_key,
        min(sent_at_utc) as first_at_utc,
        max(sent_at_utc) as last_at_utc
    from shard.messages
    where thread_key is not null
    group by
        conversation_id,
        thread_key
)

select
    'subject' as kind,
    subject_id as activity_id,
    first_at_utc,
    last_at_utc
from written_subjects
union all
select
    'conversation' as kind,
    conversation_id as activity_id,
    first_at_utc,
    last_at_utc
from conversations
union all
select
    'thread' as kind,
    thread_of(conversation_id, thread_key) as activity_id,
    first_at_utc,
    last_at_utc
from threads
