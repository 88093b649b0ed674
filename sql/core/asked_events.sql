-- One row per event of the attached shard and asker of `asked_subjects` who did it or whom it concerns.
with

found as (
    select
        asked.asker,
        events.event_id,
        true as is_own
    from shard.events as events
    inner join asked_subjects as asked on events.actor_id = asked.subject_id
    union all
    select
        asked.asker,
        events.event_id,
        false as is_own
    from shard.events as events
    inner join asked_subjects as asked on events.subject_id = asked.subject_id
),

asked as (
    select
        asker,
        event_id,
        bool_or(is_own) as is_own
    from found
    group by
        asker,
        event_id
)

select
    asked.asker,
    events.conversation_id,
    events.source,
    events.at_utc,
    asked.is_own,
    events.event,
    events.text,
    events.detail,
    events.basis,
    events.purposes,
    events.rule,
    events.expires_at_utc
from asked
inner join shard.events as events on asked.event_id = events.event_id
order by
    asked.asker,
    events.at_utc,
    events.source,
    events.record
