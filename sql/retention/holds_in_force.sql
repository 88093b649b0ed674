-- One row per hold that is in force: whose records it keeps, of which source, from when until when.
-- A restriction keeps like a hold where the person asked that nothing be disposed of meanwhile.
with

registered as (
    select
        hold_id,
        subject_id,
        source,
        from_utc,
        until_utc,
        placed_at_utc,
        released_at_utc
    from gov.holds
    union all by name
    select
        'restriction' as hold_id,
        subject_id,
        since_utc as placed_at_utc,
        lifted_at_utc as released_at_utc
    from gov.restrictions
    where keeps
),

holds as (
    select
        holds.hold_id,
        coalesce(subjects.canonical_id, holds.subject_id) as person_id,
        holds.source,
        coalesce(holds.from_utc, timestamp '0001-01-01') as from_utc,
        coalesce(holds.until_utc, timestamp '9999-12-31') as until_utc
    from registered as holds
    left join gov.subjects as subjects on holds.subject_id = subjects.subject_id
    where
        holds.placed_at_utc <= $held_at
        and (holds.released_at_utc is null or holds.released_at_utc > $held_at)
)

select * from holds
