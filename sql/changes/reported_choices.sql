-- One row per purpose and choice that arriving events report, as consent events.
with

terms as (
    select unnest($terms, recursive := true)
),

choices as (
    select
        event_id,
        source,
        actor_index,
        at_utc,
        if(event = 'consent_granted', 'granted', 'withdrawn') as action
    from arriving_events
    where
        event in ('consent_granted', 'consent_withdrawn')
        and at_utc is not null
),

reported as (
    select
        null::varchar as event_id,
        lower(hex(choices.event_id)) || '.' || terms.purpose as content_id,
        people.writer_id as subject_id,
        terms.purpose,
        choices.action,
        if(choices.action = 'granted', terms.platform, null) as notice_version,
        choices.at_utc as effective_at_utc,
        choices.at_utc as recorded_at_utc,
        terms.platform as channel,
        null::integer as steps
    from choices
    inner join batch_people as people on choices.actor_index = people.person
    inner join terms on choices.source = terms.source
)

select * from reported
