-- One row per subject, purpose and span of time in which a consent was valid.
-- A yes counts only if it names a notice that the policy knows; it ends with the next event or when its time is over.
-- A no at midnight tells but its day, as files do that have dates alone: whatever was allowed that day, it takes back.
with

events as (
    select
        subjects.canonical_id as subject_id,
        events.purpose,
        events.action,
        events.notice_version,
        events.effective_at_utc,
        events.recorded_at_utc,
        terms.valid_for,
        coalesce(list_contains(terms.notices, events.notice_version), false) as is_informed
    from gov.consent_events as events
    inner join gov.subjects as subjects on events.subject_id = subjects.subject_id
    inner join consent_terms as terms on events.purpose = terms.purpose
),

ordered as (
    select
        events.*,
        lead(events.effective_at_utc) over following as next_at_utc,
        lead(events.action) over following as next_action
    from events
    window following as (
        partition by events.subject_id, events.purpose
        -- of events at the same instant the withdrawal is the last, and before it a yes to words nobody knows
        order by
            events.effective_at_utc asc, events.action asc, events.recorded_at_utc asc,
            events.is_informed desc, events.notice_version asc
    )
),

refused_days as (
    select distinct
        subject_id,
        purpose,
        effective_at_utc
    from events
    where
        action = 'withdrawn'
        and effective_at_utc = date_trunc('day', effective_at_utc)
),

granted as (
    select
        ordered.subject_id,
        ordered.purpose,
        ordered.notice_version,
        ordered.effective_at_utc as granted_at_utc,
        ordered.next_at_utc,
        ordered.next_action,
        ordered.effective_at_utc + ordered.valid_for as expires_at_utc
    from ordered
    anti join refused_days
        on
            ordered.subject_id = refused_days.subject_id
            and ordered.purpose = refused_days.purpose
            and date_trunc('day', ordered.effective_at_utc) = refused_days.effective_at_utc
    where
        ordered.action = 'granted'
        and ordered.is_informed
),

ended as (
    select
        subject_id,
        purpose,
        notice_version,
        granted_at_utc,
        least(next_at_utc, expires_at_utc) as ended_at_utc,
        case
            when expires_at_utc < coalesce(next_at_utc, 'infinity') then 'expired'
            when next_action = 'granted' then 'renewed'
            else next_action
        end as end_reason
    from granted
)

select * from ended
where ended_at_utc is null or ended_at_utc > granted_at_utc
