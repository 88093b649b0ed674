-- One row per person, purpose and span of time that begins with a yes and ends with the next event of any kind.
-- Told by the events alone: checks start from this, since they must not lean on the intervals that the gate uses.
with

subjects as (
    select * from gov.subjects
),

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
)

select * from followed
where decision = 'granted'
