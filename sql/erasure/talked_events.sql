-- One row per event of concerned_events that stays and whose words may name somebody who is erased, since he
-- talked there.
select
    event_id as record_id,
    conversation_id,
    text,
    detail,
    false as has_reaction
from concerned_events
where
    coalesce(text, detail) is not null
    and conversation_id in (select conversation_id from erased_talks)
    and coalesce(actor_id not in (select subject_id from erased_subjects), true)
    and coalesce(subject_id not in (select subject_id from erased_subjects), true)
