-- One row per message of the attached old file whose words may name somebody who is erased, for he talked or reacted.
select
    message_id as record_id,
    text
from old.messages
where
    text is not null
    and (
        conversation_id in (select conversation_id from erased_talks)
        or list_has_any(list_transform(reactions, lambda r: r.sender_key), $reactors)
    )
