-- One row per message of the attached shard of which something goes, with the erasure for which: all of it, or the
-- words by which it names somebody, or his reaction to it.
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
        talks.request_id is not null and coalesce(regexp_matches(messages.text, $pattern, 'i'), false) as names_him,
        coalesce(list_has_any(list_transform(messages.reactions, lambda r: r.sender_key), $reactors), false)
            as has_reaction
    from shard.messages as messages
    left join subjects as senders on messages.sender_id = senders.subject_id
    left join subjects as concerned on messages.subject_id = concerned.subject_id
    left join targets as conversations
        on messages.conversation_id = conversations.target_id and conversations.scope = 'conversation'
    left join targets on messages.message_id = targets.target_id and targets.scope = 'message'
    left join talks on messages.conversation_id = talks.conversation_id
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
from messages
where erased_for is not null or names_him or has_reaction
