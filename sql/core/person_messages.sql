-- One row per message of the attached shard that a person wrote, that concerns him, or to which he reacted.
-- The person is all canonical ids in the temporary table `asked_people`, with the names in `asked_keys` by which
-- reactions show him.
with

canonical as (
    select
        subjects.subject_id,
        subjects.canonical_id in (select subject_id from asked_people) as is_asked
    from gov.subjects as subjects
),

keys as (
    select coalesce(list(sender_key), []) as own_keys
    from asked_keys
),

messages as (
    select
        messages.*,
        coalesce(writers.is_asked, false) as is_own,
        coalesce(concerned.is_asked, false) as is_about,
        len(list_filter(coalesce(messages.reactions, []), lambda r: list_contains(keys.own_keys, r.sender_key)))
            as own_reactions
    from shard.messages as messages
    cross join keys
    left join canonical as writers on messages.sender_id = writers.subject_id
    left join canonical as concerned on messages.subject_id = concerned.subject_id
)

select
    message_id,
    conversation_id,
    source,
    sent_at_utc,
    is_own,
    sender_role,
    kind,
    text,
    attachments,
    own_reactions,
    is_edited,
    is_deleted,
    basis,
    purposes,
    rule,
    expires_at_utc
from messages
where is_own or is_about or own_reactions > 0
order by sent_at_utc, source, record
