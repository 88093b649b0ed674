-- Rows that must not exist: tokens that occur in sets of two purposes.
-- title: No pseudonym is shared by two purposes, so their sets cannot be joined
-- severity: error
-- duties: d-08, d-22, d-34
-- on: sets
-- remedy: give every purpose a pseudonymisation domain of its own in the policy, then publish again
with

people as (
    select * from published_people
),

shared as (
    select token
    from people
    group by token
    having count(distinct purpose) > 1
)

select * from shared
