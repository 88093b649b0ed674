-- One row per message of the attached old file that stays and whose words may name somebody who is erased, for he
-- talked there or reacted to it, or they have an identifier.
with

messages as (
    select
        message_id as record_id,
        conversation_id,
        text,
        attachments,
        coalesce(list_has_any(list_transform(reactions, lambda r: r.sender_key), $reactors), false) as has_reaction
    from old.messages
    where
        (text is not null or len(attachments) > 0)
        and coalesce(sender_id not in (select subject_id from erased_subjects), true)
        and coalesce(subject_id not in (select subject_id from erased_subjects), true)
)

select *
from messages
where
    has_reaction
    or conversation_id in (select conversation_id from erased_talks)
    or regexp_matches(text, $sign::varchar)
    or len(attachments) > 0
