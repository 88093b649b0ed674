-- One row per message of the attached old file of which something goes, with the erasure for which: all of it, or the
-- words by which it names somebody, or his reaction to it.
with

messages as (
    select
        messages.message_id as record_id,
        messages.file_id,
        messages.source,
        messages.conversation_id,
        messages.sent_at_utc as at_utc,
        messages.subject_id,
        messages.purposes,
        coalesce(
            senders.request_id, concerned.request_id, conversations.request_id, targets.request_id
        ) as erased_for,
        talks.request_id as talked_for,
        naming.record_id is not null as names_him,
        naming.text as redacted_text,
        naming.attachments as redacted_attachments,
        coalesce(list_has_any(list_transform(messages.reactions, lambda r: r.sender_key), $reactors), false)
            as has_reaction
    from old.messages as messages
    left join erased_subjects as senders on messages.sender_id = senders.subject_id
    left join erased_subjects as concerned on messages.subject_id = concerned.subject_id
    left join erased_targets as conversations
        on messages.conversation_id = conversations.target_id and conversations.scope = 'conversation'
    left join erased_targets as targets on messages.message_id = targets.target_id and targets.scope = 'message'
    left join erased_talks as talks on messages.conversation_id = talks.conversation_id
    left join naming_messages as naming on messages.message_id = naming.record_id
)

select
    record_id,
    file_id,
    source,
    conversation_id,
    at_utc,
    subject_id,
    redacted_text,
    redacted_attachments,
    erased_for is not null as is_erased,
    coalesce(erased_for, talked_for, $any_request) as request_id,
    len(purposes) = 0 as is_aside
from messages
where erased_for is not null or names_him or has_reaction
