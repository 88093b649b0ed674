-- One row per event of the attached old file that stays and whose words may name somebody who is erased, since he
-- talked there, or have an identifier.
select
    event_id as record_id,
    conversation_id,
    text,
    detail,
    false as has_reaction
from old.events
where
    coalesce(text, detail) is not null
    and (
        conversation_id in (select conversation_id from erased_talks)
        or regexp_matches(concat_ws(' ', text, detail), $sign::varchar)
    )
    and coalesce(actor_id not in (select subject_id from erased_subjects), true)
    and coalesce(subject_id not in (select subject_id from erased_subjects), true)
