-- One row per consent event that was not known, in the temporary table new_consent.
create or replace temp table new_consent as
with

arriving as (
    select
        event_id,
        any_value(subject_id) as subject_id,
        any_value(purpose) as purpose,
        any_value(action) as action,
        any_value(notice_version) as notice_version,
        any_value(effective_at_utc) as effective_at_utc,
        any_value(recorded_at_utc) as recorded_at_utc,
        $now as seen_at_utc,
        any_value(channel) as channel,
        any_value(steps) as steps
    from arriving_consent
    group by event_id
),

unknown as (
    select arriving.*
    from arriving
    anti join gov.consent_events as known on arriving.event_id = known.event_id
)

select * from unknown
