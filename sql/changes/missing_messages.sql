-- One row per message of the attached shard that an export lacks although it shows in full what stands around it, and
-- since when it is missing. Of two people's chats with one person, that carry one id, and of an
-- export of a group that shows one writer only, perhaps left out by choice, nothing is missing.
with

wrote as (
    select
        members.conversation_id,
        count(distinct subjects.canonical_id) as members
    from gov.conversation_members as members
    inner join gov.subjects as subjects on members.subject_id = subjects.subject_id
    group by members.conversation_id
),

spans as (
    select spans.*
    from gov.shown_spans as spans
    inner join gov.conversations as conversations on spans.conversation_id = conversations.conversation_id
    left join wrote on spans.conversation_id = wrote.conversation_id
    where
        not spans.is_settled
        and list_contains($sources, spans.source)
        and if(
            conversations.kind = 'direct',
            coalesce(wrote.members, 0) <= 2,
            spans.writers > 1 or coalesce(wrote.members, 0) <= 1
        )
),

expected as (
    select
        spans.file_id,
        spans.as_of_utc as missing_since_utc,
        messages.message_id,
        messages.conversation_id,
        messages.source,
        messages.subject_id,
        messages.sent_at_utc
    from shard.messages as messages
    inner join spans
        on
            messages.conversation_id = spans.conversation_id
            and messages.sent_at_utc > spans.from_utc
            and messages.sent_at_utc < spans.until_utc
    where messages.platform_message_id is not null
),

missing as (
    select expected.*
    from expected
    anti join gov.shown_messages as shown
        on expected.file_id = shown.file_id and expected.message_id = shown.message_id
),

dated as (
    select
        message_id,
        conversation_id,
        source,
        subject_id,
        sent_at_utc,
        max(missing_since_utc) as missing_since_utc
    from missing
    group by all
)

select * from dated
