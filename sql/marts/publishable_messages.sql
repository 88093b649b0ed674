-- One row per message of the attached shard, with the reason for which a set of this purpose withholds it, or none.
with

messages as (
    select
        messages.*,
        coalesce(senders.canonical_id, messages.sender_id) as writer_id,
        coalesce(concerned.canonical_id, messages.subject_id) as person_id,
        coalesce(concerned.role, 'customer') as person_role,
        -- at what the text hints may shorten it
        coalesce(hint_periods.period, $period)::interval as purpose_period
    from shard.messages as messages
    left join subjects as senders on messages.sender_id = senders.subject_id
    left join subjects as concerned on messages.subject_id = concerned.subject_id
    left join hint_periods on coalesce(messages.hints, 0) & $named_hints = hint_periods.hints
),

permitted as (
    select
        subject_id,
        is_permitted,
        changes_at_utc
    from permitted_subjects
),

barred as (
    select
        subject_id,
        reason
    from barred_subjects
),

judged as (
    select
        messages.*,
        permitted.changes_at_utc,
        messages.sent_at_utc + messages.purpose_period as purpose_due_utc,
        case
            when not list_contains(messages.purposes, $purpose) then 'not_for_this_purpose'
            when coalesce(barred.reason, barred_writers.reason) is not null
                then coalesce(barred.reason, barred_writers.reason)
            when messages.kind = 'note' then 'internal_note'
            when messages.is_deleted and messages.kind != 'deleted' then 'deleted_but_held'
            when messages.sent_at_utc > $now then 'dated_ahead'
            when messages.sent_at_utc + messages.purpose_period <= $now then 'past_the_purposes_period'
            when not $needs_consent or messages.person_role in ('staff', 'bot') then null
            when not coalesce(permitted.is_permitted, false) then 'no_consent_now'
        end as withheld
    from messages
    left join permitted on messages.person_id = permitted.subject_id
    left join barred on messages.person_id = barred.subject_id
    left join barred as barred_writers on messages.writer_id = barred_writers.subject_id
)

select
    message_id,
    conversation_id,
    writer_id,
    person_id,
    sender_role,
    source,
    sent_at_utc,
    record,
    kind,
    -- a word that no set shows is not copied
    if(withheld is null, text, null) as text,
    coalesce(len(attachments), 0)::smallint as attachments,
    coalesce(list_sum(list_transform(reactions, lambda r: coalesce(r.count, 1))), 0)::smallint as reactions,
    reply_to is not null as is_reply,
    is_edited,
    withheld,
    -- what is published goes with its period or the consent; what waits for a consent comes with it
    case
        when withheld is null then least(purpose_due_utc, changes_at_utc)
        when withheld = 'no_consent_now' then changes_at_utc
        when withheld = 'dated_ahead' then sent_at_utc
    end as stale_at_utc
from judged
