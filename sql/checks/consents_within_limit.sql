-- Rows that must not exist: events of a consent that ended longer ago than they may be kept, under no hold.
-- title: No record of a consent is kept past its limit, unless a legal hold covers it
-- severity: error
-- duties: d-04, d-31, d-32
-- on: governance
-- remedy: run `chatward retain`; it shows what it would dispose of first
with

terms as (
    select
        unnest($consent_keys::varchar[]) as purpose,
        unnest($consent_periods::varchar[])::interval as period
),

holds as (
    select * from holds_in_force
),

events as (
    select
        coalesce(subjects.canonical_id, events.subject_id) as subject_id,
        null::blob as conversation_id,
        null::varchar as source,
        events.purpose,
        events.effective_at_utc as at_utc
    from gov.consent_events as events
    left join gov.subjects as subjects on events.subject_id = subjects.subject_id
),

ends as (
    select
        subject_id,
        purpose,
        at_utc as ended_at_utc
    from events
    union all
    select
        subject_id,
        purpose,
        coalesce(ended_at_utc, timestamp '9999-01-01') as ended_at_utc
    from gov.consent_intervals
),

held as (
    select
        events.subject_id,
        events.purpose
    from events
    semi join holds on holds_back(holds, events)
),

overdue as (
    select
        ends.subject_id,
        ends.purpose
    from ends
    inner join terms on ends.purpose = terms.purpose
    group by
        ends.subject_id,
        ends.purpose
    having max(ends.ended_at_utc + terms.period) <= $own_due_before
),

-- all events of one person and purpose have one fate
unheld as (
    select events.*
    from events
    semi join overdue on events.subject_id = overdue.subject_id and events.purpose = overdue.purpose
    anti join held on events.subject_id = held.subject_id and events.purpose = held.purpose
)

select * from unheld
