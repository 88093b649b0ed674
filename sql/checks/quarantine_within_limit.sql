-- Rows that must not exist: quarantined records past their own limit that no hold covers.
-- title: Nothing that could not be read is kept past its limit, unless a legal hold covers it
-- severity: error
-- duties: d-32, d-45
-- on: governance
-- remedy: run `chatward retain`
with

quarantine as (
    select * from gov.quarantine
),

-- whose an unreadable record is nobody knows: only holds on sources and times cover it
holds as (
    select * from gov.holds
    where
        subject_id is null
        and conversation_id is null
        and placed_at_utc <= $now
        and (released_at_utc is null or released_at_utc > $now)
),

held as (
    select files.file_id
    from gov.files as files
    semi join holds
        on
            (holds.source is null or files.source = holds.source)
            and (holds.from_utc is null or files.last_at_utc is null or files.last_at_utc >= holds.from_utc)
            and (holds.until_utc is null or files.first_at_utc is null or files.first_at_utc <= holds.until_utc)
),

overdue as (
    select
        quarantine.file_id,
        quarantine.member,
        quarantine.record
    from quarantine
    anti join held on quarantine.file_id = held.file_id
    where quarantine.expires_at_utc <= $now
)

select * from overdue
