-- Rows that must not exist: quarantined records past their own limit.
-- title: Nothing that could not be read is kept past its limit
-- severity: error
-- duties: d-32, d-45
-- on: governance
-- remedy: run `chatward retain`
with

quarantine as (
    select * from gov.quarantine
),

overdue as (
    select
        file_id,
        member,
        record
    from quarantine
    where expires_at_utc <= $now
)

select * from overdue
