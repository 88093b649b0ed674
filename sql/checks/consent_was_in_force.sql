-- Rows that must not exist: messages kept for a purpose that needs consent, sent when there was none.
-- title: What rests on consent was sent after a yes and before a no
-- severity: error
-- duties: d-04, d-05
-- on: shard
-- remedy: run `chatward collect`, which decides again for everybody whose consent changed
with

subjects as (
    select * from gov.subjects
),

-- what the events alone tell: the consent intervals that the gate uses are not asked
granted as (
    select * from told_consents
),

needing as (
    select
        messages.message_id,
        messages.sent_at_utc,
        coalesce(subjects.canonical_id, messages.subject_id) as subject_id,
        unnest(list_intersect(messages.purposes, $consent_purposes)) as purpose
    from shard.messages as messages
    left join subjects on messages.subject_id = subjects.subject_id
    left join subjects as writers on messages.sender_id = writers.subject_id
    -- the company's own people write on another basis
    where
        not (
            messages.sender_role in ('staff', 'bot')
            and coalesce(writers.canonical_id, messages.sender_id)
            is not distinct from coalesce(subjects.canonical_id, messages.subject_id)
        )
        and ($everybody or messages.subject_id in (select subject_id from checked_subjects))
),

unconsented as (
    select needing.message_id
    from needing
    anti join granted
        on
            needing.subject_id = granted.subject_id
            and needing.purpose = granted.purpose
            and needing.sent_at_utc >= granted.effective_at_utc
            and needing.sent_at_utc < granted.next_at_utc
)

select * from unconsented
