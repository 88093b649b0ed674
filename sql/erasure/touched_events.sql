-- One row per event of the attached old file of which something goes, with the erasure for which: all of it, or the
-- words by which it names somebody. With a message what was reported of it goes.
with

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
        naming.record_id is not null as names_him,
        naming.text as redacted_text,
        naming.detail as redacted_detail
    from old.events as events
    left join erased_subjects as actors on events.actor_id = actors.subject_id
    left join erased_subjects as concerned on events.subject_id = concerned.subject_id
    left join erased_targets as conversations
        on events.conversation_id = conversations.target_id and conversations.scope = 'conversation'
    left join erased_targets as targets on events.target_id = targets.target_id and targets.scope = 'message'
    left join erased_talks as talks on events.conversation_id = talks.conversation_id
    left join naming_events as naming on events.event_id = naming.record_id
)

select
    record_id,
    file_id,
    source,
    conversation_id,
    at_utc,
    subject_id,
    redacted_text,
    redacted_detail,
    erased_for is not null as is_erased,
    coalesce(erased_for, talked_for, $any_request) as request_id,
    len(purposes) = 0 as is_aside
from events
where erased_for is not null or names_him
