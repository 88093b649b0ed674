-- One row per message of the attached shard, with the reason for which a set of this purpose withholds it, or none.
with

messages as (
    select
        messages.*,
        writers.canonical_id as writer_id,
        concerned.canonical_id as person_id,
        coalesce(concerned.role, 'customer') as person_role,
        concerned.is_permitted,
        concerned.changes_at_utc,
        coalesce(concerned.barred_for, writers.barred_for) as barred_for,
        -- at what the text hints may shorten it
        coalesce(hint_periods.period, $period)::interval as purpose_period
    from shard.messages as messages
    left join month_people as writers on messages.sender_id = writers.subject_id
    left join month_people as concerned on messages.subject_id = concerned.subject_id
    left join hint_periods on coalesce(messages.hints, 0) & $named_hints = hint_periods.hints
),

judged as (
    select
        *,
        sent_at_utc + purpose_period as purpose_due_utc,
        case
            when not list_contains(purposes, $purpose) then 'not_for_this_purpose'
            when barred_for is not null then barred_for
            when kind = 'note' then 'internal_note'
            when is_deleted and kind != 'deleted' then 'deleted_but_held'
            when sent_at_utc > $now then 'dated_ahead'
            when sent_at_utc + purpose_period <= $now then 'past_the_purposes_period'
            when not $needs_consent or person_role in ('staff', 'bot') then null
            when not coalesce(is_permitted, false) then 'no_consent_now'
        end as withheld
    from messages
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
