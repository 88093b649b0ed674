-- One row per consent event of somebody whose consent to a purpose ended so long ago that no record of it may be kept.
-- All events of one person and purpose have one fate: the last of them tells when it ended.
with

events as (
    select
        events.event_id,
        events.subject_id,
        events.purpose,
        events.effective_at_utc,
        events.seen_at_utc,
        coalesce(subjects.canonical_id, events.subject_id) as person_id
    from gov.consent_events as events
    left join gov.subjects as subjects on events.subject_id = subjects.subject_id
    where list_contains($purposes, events.purpose)
),

intervals as (
    select
        subject_id as person_id,
        purpose,
        max(coalesce(ended_at_utc, timestamp '9999-12-31')) as ended_at_utc
    from gov.consent_intervals
    group by
        subject_id,
        purpose
),

histories as (
    select
        person_id,
        purpose,
        max(effective_at_utc) as last_at_utc
    from events
    group by
        person_id,
        purpose
),

ended as (
    select
        histories.person_id,
        histories.purpose,
        greatest(histories.last_at_utc, intervals.ended_at_utc) as ended_at_utc
    from histories
    left join intervals
        on histories.person_id = intervals.person_id and histories.purpose = intervals.purpose
),

dated as (
    select
        ended.person_id,
        ended.purpose,
        terms.rule,
        ended.ended_at_utc + terms.period as due_at_utc
    from ended
    inner join record_terms as terms on ended.purpose = terms.key
    where ended.ended_at_utc < timestamp '9999-12-31'
)

select
    events.event_id as record_id,
    events.subject_id,
    events.effective_at_utc as at_utc,
    events.seen_at_utc,
    dated.person_id,
    dated.purpose,
    dated.rule,
    dated.due_at_utc
from events
inner join dated on events.person_id = dated.person_id and events.purpose = dated.purpose
