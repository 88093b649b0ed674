-- One row per hold that is in force: whose records it keeps, of which source, from when until when.
with

holds as (
    select
        holds.hold_id,
        coalesce(subjects.canonical_id, holds.subject_id) as person_id,
        holds.source,
        coalesce(holds.from_utc, timestamp '0001-01-01') as from_utc,
        coalesce(holds.until_utc, timestamp '9999-12-31') as until_utc
    from gov.holds as holds
    left join gov.subjects as subjects on holds.subject_id = subjects.subject_id
    where
        holds.placed_at_utc <= $held_at
        and (holds.released_at_utc is null or holds.released_at_utc > $held_at)
)

select * from holds
