-- One row per record of the attached shard whose words a change would replace: the message itself, and former edits.
with

messages as (
    select
        messages.message_id as record_id,
        changes.target_id,
        changes.is_deleted,
        true as is_message,
        messages.subject_id,
        messages.conversation_id,
        messages.source,
        messages.sent_at_utc as at_utc
    from shard.messages as messages
    inner join changes on messages.message_id = changes.target_id
),

edits as (
    select
        events.event_id as record_id,
        changes.target_id,
        changes.is_deleted,
        false as is_message,
        events.subject_id,
        events.conversation_id,
        events.source,
        events.at_utc
    from shard.events as events
    inner join changes on events.target_id = changes.target_id
    where
        events.event = 'message_edited'
        and events.text is not null
        and (changes.is_deleted or changes.event_id != events.event_id)
)

select * from messages
union all
select * from edits
