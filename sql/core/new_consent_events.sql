-- One row per consent event that was not known, in the temporary table new_consent.
-- Two systems may number their events alike: an id that another event has gives way to one made of what is said.
create or replace temp table new_consent as
with

arriving as (
    select
        event_id,
        content_id,
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
    group by event_id, content_id
),

known as (
    select * from gov.consent_events
),

unknown as (
    select arriving.*
    from arriving
    anti join known on arriving.content_id = known.event_id
    anti join known as told
        on
            arriving.event_id = told.event_id
            and arriving.subject_id = told.subject_id
            and arriving.purpose = told.purpose
            and arriving.action = told.action
            and arriving.notice_version is not distinct from told.notice_version
            and arriving.effective_at_utc = told.effective_at_utc
),

identified as (
    select
        unknown.* exclude (event_id, content_id),
        if(
            unknown.event_id is null
            or unknown.event_id in (select known.event_id from known)
            or row_number() over (partition by unknown.event_id order by unknown.content_id) > 1,
            unknown.content_id,
            unknown.event_id
        ) as event_id
    from unknown
),

unrepeated as (
    select distinct on (event_id) *
    from identified
    order by event_id, recorded_at_utc
)

select * from unrepeated
