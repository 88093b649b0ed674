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
        coalesce(subjects.canonical_id, events.subject_id) as subject_id,
        events.purpose,
        events.effective_at_utc,
        -- of events at the same instant the withdrawal is the last
        max(events.action) as action
    from gov.consent_events as events
    left join subjects on events.subject_id = subjects.subject_id
    group by all
),

needing as (
    select
        messages.message_id,
        coalesce(subjects.canonical_id, messages.subject_id) as subject_id,
        messages.sent_at_utc,
        unnest(list_intersect(messages.purposes, $consent_purposes)) as purpose
    from shard.messages as messages
    left join subjects on messages.subject_id = subjects.subject_id
    -- the company's own people write on another basis
    where not (messages.sender_role in ('staff', 'bot') and messages.sender_id is not distinct from messages.subject_id)
),

decided as (
    select
        needing.message_id,
        decisions.action
    from needing
    asof left join decisions
        on
            needing.subject_id = decisions.subject_id
            and needing.purpose = decisions.purpose
            and needing.sent_at_utc >= decisions.effective_at_utc
),

unconsented as (
    select message_id
    from decided
    where action is distinct from 'granted'
)

select * from unconsented
