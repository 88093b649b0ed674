-- One row per subject whom the records of named_messages and named_events name: as writer, as whom they concern, or
-- by a reaction.
with

messages as (
    select
        sender_id,
        subject_id,
        reactions
    from named_messages
),

events as (
    select
        actor_id,
        subject_id
    from named_events
),

-- reactions name people as the export does
reactors as (
    select distinct unnest(list_transform(reactions, lambda r: r.sender_key)) as sender_key
    from messages
    where len(reactions) > 0
),

-- of one column at a time few are left to compare
named as (
    select distinct sender_id as subject_id from messages
    union
    select distinct subject_id from messages
    union
    select distinct actor_id from events
    union
    select distinct subject_id from events
    union
    select known.subject_id
    from reactors
    inner join known_senders as known on reactors.sender_key = known.sender_key
)

select subject_id
from named
where subject_id is not null
