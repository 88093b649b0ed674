-- One row per event of the attached shard that a person did or that concerns him: `asked_people` names him.
with

canonical as (
    select
        subjects.subject_id,
        subjects.canonical_id in (select subject_id from asked_people) as is_asked
    from gov.subjects as subjects
),

events as (
    select
        events.*,
        coalesce(actors.is_asked, false) as is_own,
        coalesce(concerned.is_asked, false) as is_about
    from shard.events as events
    left join canonical as actors on events.actor_id = actors.subject_id
    left join canonical as concerned on events.subject_id = concerned.subject_id
)

select
    conversation_id,
    source,
    at_utc,
    is_own,
    event,
    text,
    detail,
    basis,
    purposes,
    rule,
    expires_at_utc
from events
where is_own or is_about
order by at_utc, source, record
