-- One row per message of the attached shard and asker of `asked_subjects` who wrote it, whom it concerns, or who
-- reacted to it by a name in `asked_keys`, by which reactions show him.
with

written as (
    select
        asked.asker,
        messages.message_id
    from shard.messages as messages
    inner join asked_subjects as asked on messages.sender_id = asked.subject_id
),

concerning as (
    select
        asked.asker,
        messages.message_id
    from shard.messages as messages
    inner join asked_subjects as asked on messages.subject_id = asked.subject_id
),

reactions as (
    select
        message_id,
        unnest(list_transform(reactions, lambda r: r.sender_key)) as sender_key
    from shard.messages
    where len(reactions) > 0
),

reacted as (
    select
        asked.asker,
        reactions.message_id
    from reactions
    inner join asked_keys as asked on reactions.sender_key = asked.sender_key
),

found as (
    select
        asker,
        message_id,
        true as is_own,
        0 as own_reactions
    from written
    union all
    select
        asker,
        message_id,
        false as is_own,
        0 as own_reactions
    from concerning
    union all
    select
        asker,
        message_id,
        false as is_own,
        1 as own_reactions
    from reacted
),

asked as (
    select
        asker,
        message_id,
        bool_or(is_own) as is_own,
        sum(own_reactions)::bigint as own_reactions
    from found
    group by
        asker,
        message_id
)

select
    asked.asker,
    messages.message_id,
    messages.conversation_id,
    messages.source,
    messages.sent_at_utc,
    asked.is_own,
    messages.sender_role,
    messages.kind,
    messages.text,
    messages.attachments,
    asked.own_reactions,
    messages.is_edited,
    messages.is_deleted,
    messages.basis,
    messages.purposes,
    messages.rule,
    messages.expires_at_utc
from asked
inner join shard.messages as messages on asked.message_id = messages.message_id
order by
    asked.asker,
    messages.sent_at_utc,
    messages.source,
    messages.record
