-- One row per message of the attached shard whose words are to go because its conversation was deleted later, and when.
select
    messages.message_id as target_id,
    deleted.deleted_at_utc as changed_at_utc
from shard.messages as messages
inner join gov.deleted_conversations as deleted on messages.conversation_id = deleted.conversation_id
where
    not deleted.is_settled
    and messages.sent_at_utc <= deleted.deleted_at_utc
    and not messages.is_deleted
