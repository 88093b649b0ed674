-- One row per file of which a hold keeps what could not be read. Nobody knows whose that is, so a hold on a person or a
-- conversation keeps none of it, and one on a source or a time all that may belong to it.
with

holds as (
    select *
    from gov.holds
    where
        subject_id is null
        and conversation_id is null
        and placed_at_utc <= $now
        and (released_at_utc is null or released_at_utc > $now)
),

held as (
    select distinct files.file_id
    from gov.files as files
    inner join holds
        on
            (holds.source is null or files.source = holds.source)
            and coalesce(files.last_at_utc >= holds.from_utc, true)
            and coalesce(files.first_at_utc <= holds.until_utc, true)
)

select file_id from held
