-- One row per event of the attached shard of which something goes, with the erasure for which: all of it, or the words
-- by which it names somebody. With a message what was reported of it goes.
with

subjects as (
    select
        subject_id,
        min(request_id) as request_id
    from gov.erased_subjects
    group by subject_id
),

targets as (
    select
        scope,
        target_id,
        min(request_id) as request_id
    from gov.erasures
    where finished_at_utc is null and scope != 'subject'
    group by scope, target_id
),

talks as (
    select
        conversation_id,
        request_id
    from erased_talks
),

events as (
    select
        events.event_id as record_id,
        events.file_id,
        events.source,
        events.conversation_id,
        events.at_utc,
        events.subject_id,
        events.purposes,
        coalesce(
            actors.request_id, concerned.request_id, conversations.request_id, targets.request_id
        ) as erased_for,
        talks.request_id as talked_for,
        talks.request_id is not null
        and (
            coalesce(regexp_matches(events.text, $pattern, 'i'), false)
            or coalesce(regexp_matches(events.detail, $pattern, 'i'), false)
        ) as names_him
    from shard.events as events
    left join subjects as actors on events.actor_id = actors.subject_id
    left join subjects as concerned on events.subject_id = concerned.subject_id
    left join targets as conversations
        on events.conversation_id = conversations.target_id and conversations.scope = 'conversation'
    left join targets on events.target_id = targets.target_id and targets.scope = 'message'
    left join talks on events.conversation_id = talks.conversation_id
)

select
    record_id,
    file_id,
    source,
    conversation_id,
    at_utc,
    subject_id,
    erased_for is not null as is_erased,
    coalesce(erased_for, talked_for, $any_request) as request_id,
    len(purposes) = 0 as is_aside
from events
where erased_for is not null or names_him
