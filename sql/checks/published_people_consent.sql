-- Rows that must not exist: people in a set whose purpose needs their consent, and who do not consent now.
-- title: Everybody in a set that needs consent consents to its purpose now
-- severity: error
-- duties: d-05, d-22, d-28
-- on: sets
-- remedy: publish again: the release was built before the last consent events came in
with

people as (
    select * from published_people
),

consents as (
    select *
    from gov.consent_intervals
    where
        granted_at_utc <= $now
        and (ended_at_utc is null or ended_at_utc > $now)
),

unconsenting as (
    select
        people.set_name,
        people.subject_id
    from people
    anti join consents
        on
            people.subject_id = consents.subject_id
            and people.purpose = consents.purpose
    where people.needs_consent
)

select * from unconsenting
