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

-- the decisions, as the events alone tell them: the consent intervals that the gate uses are not asked
decisions as (
    select
        events.purpose,
        events.effective_at_utc,
        coalesce(subjects.canonical_id, events.subject_id) as subject_id,
        -- of events at the same instant the withdrawal is the last
        max(events.action) as decision
    from gov.consent_events as events
    left join subjects on events.subject_id = subjects.subject_id
    group by all
),

followed as (
    select
        *,
        lead(effective_at_utc, 1, 'infinity') over (
            partition by subject_id, purpose
            order by effective_at_utc
        ) as next_at_utc
    from decisions
),

granted as (
    select * from followed
    where decision = 'granted'
),

needing as (
    select
        messages.message_id,
        messages.sent_at_utc,
        coalesce(subjects.canonical_id, messages.subject_id) as subject_id,
        unnest(list_intersect(messages.purposes, $consent_purposes)) as purpose
    from shard.messages as messages
    left join subjects on messages.subject_id = subjects.subject_id
    -- the company's own people write on another basis
    where not (messages.sender_role in ('staff', 'bot') and messages.sender_id is not distinct from messages.subject_id)
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
