-- Rows that must not exist: messages kept for a purpose that needs consent, sent when there was none.
-- title: What rests on consent was sent after a yes and before a no
-- severity: error
-- duties: d-04, d-05
-- on: shard
-- remedy: run `chatward collect`, which decides again for everybody whose consent changed
with

-- what the events alone tell: the consent intervals that the gate uses are not asked
granted as (
    select * from told_consents
),

needing as (
    select
        message_id,
        sent_at_utc,
        subject_id,
        sender_role in ('staff', 'bot') as is_own,
        -- null for others, not a condition of the join: that would compare every message with every person
        case when sender_role in ('staff', 'bot') then sender_id end as own_sender_id,
        unnest(list_intersect(purposes, $consent_purposes)) as purpose
    from shard.messages
    where
        list_has_any(purposes, $consent_purposes::varchar[])
        and ($everybody or subject_id in (select subject_id from checked_subjects))
),

concerning as (
    select
        needing.message_id,
        needing.sent_at_utc,
        needing.purpose,
        coalesce(subjects.canonical_id, needing.subject_id) as subject_id
    from needing
    left join gov.subjects as subjects on needing.subject_id = subjects.subject_id
    left join gov.subjects as writers on needing.own_sender_id = writers.subject_id
    -- the company's own people write on another basis
    where
        not (
            needing.is_own
            and coalesce(writers.canonical_id, needing.own_sender_id)
            is not distinct from coalesce(subjects.canonical_id, needing.subject_id)
        )
),

unconsented as (
    select concerning.message_id
    from concerning
    anti join granted
        on
            concerning.subject_id = granted.subject_id
            and concerning.purpose = granted.purpose
            and concerning.sent_at_utc >= granted.effective_at_utc
            and concerning.sent_at_utc < granted.next_at_utc
)

select * from unconsented
