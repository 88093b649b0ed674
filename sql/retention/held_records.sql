-- One row per candidate that a hold keeps, with the first hold that does.
-- People and conversations are found by equality, so that many holds on many records cost no more than a few.
with

candidates as materialized (
    select * from hold_candidates
),

holds as (
    select * from holds_in_force
),

by_subject as (
    select
        candidates.record_id,
        holds.hold_id
    from candidates
    inner join holds
        on
            candidates.subject_id = holds.subject_id
            and candidates.at_utc >= holds.from_utc
            and candidates.at_utc <= holds.until_utc
            and (holds.conversation_id is null or candidates.conversation_id = holds.conversation_id)
            and (holds.source is null or candidates.source = holds.source)
),

by_conversation as (
    select
        candidates.record_id,
        holds.hold_id
    from candidates
    inner join holds
        on
            candidates.conversation_id = holds.conversation_id
            and candidates.at_utc >= holds.from_utc
            and candidates.at_utc <= holds.until_utc
            and (holds.source is null or candidates.source = holds.source)
    where holds.subject_id is null
),

by_scope as (
    select
        candidates.record_id,
        holds.hold_id
    from candidates
    inner join holds
        on
            candidates.at_utc >= holds.from_utc
            and candidates.at_utc <= holds.until_utc
            and (holds.source is null or candidates.source = holds.source)
    where
        holds.subject_id is null
        and holds.conversation_id is null
),

held as (
    select * from by_subject
    union all
    select * from by_conversation
    union all
    select * from by_scope
)

select
    record_id,
    min(hold_id) as hold_id
from held
group by record_id
