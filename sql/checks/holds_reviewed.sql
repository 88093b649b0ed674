-- Rows that must not exist: legal holds in force whose review date is past.
-- title: Every legal hold was reviewed in time
-- severity: warning
-- duties: d-32
-- on: governance
-- remedy: ask the owner whether the case still needs it; `chatward hold release ID` ends it, a new line renews it
with

holds as (
    select * from gov.holds
),

in_force as (
    select
        hold_id,
        max(review_on) as review_on
    from holds
    where
        placed_at_utc <= $now
        and (released_at_utc is null or released_at_utc > $now)
    group by hold_id
),

unreviewed as (
    select hold_id
    from in_force
    where review_on < $now::date
)

select * from unreviewed
