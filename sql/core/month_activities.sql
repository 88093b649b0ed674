-- One row per person, conversation and thread in which somebody wrote in the month of the attached shard.
with

messages as (
    select
        subject_id,
        conversation_id,
        thread_of(conversation_id, thread_key) as thread_id,
        sent_at_utc
    from shard.messages
),

activities as (
    select
        'subject' as kind,
        subject_id as activity_id,
        sent_at_utc
    from messages
    union all
    select
        'conversation' as kind,
        conversation_id as activity_id,
        sent_at_utc
    from messages
    union all
    select
        'thread' as kind,
        thread_id as activity_id,
        sent_at_utc
    from messages
)

select
    kind,
    activity_id,
    min(sent_at_utc) as first_at_utc,
    max(sent_at_utc) as last_at_utc
from activities
where activity_id is not null
group by
    kind,
    activity_id
