-- Rows that must not exist: messages whose files are past their limit, still described, and under no hold.
-- title: Nothing is stored of files past their own limit, unless a legal hold covers it
-- severity: error
-- duties: d-31, d-32
-- on: shard
-- remedy: run `chatward retain`; it shows what it would dispose of first
with

files as (
    select
        message_id,
        source,
        conversation_id,
        subject_id,
        purposes,
        sent_at_utc as at_utc
    from shard.messages
    where len(attachments) > 0
),

-- of sources whose periods all run from the sending
terms as (
    select
        unnest($file_sources::varchar[]) as source,
        unnest($file_purposes::varchar[]) as purpose,
        unnest($file_periods::varchar[])::interval as period
),

holds as (
    select * from holds_in_force
),

kept as (
    select distinct files.message_id
    from files
    inner join terms on files.source = terms.source and list_contains(files.purposes, terms.purpose)
    where files.at_utc + terms.period > $due_before
),

overdue as (
    select files.*
    from files
    semi join terms on files.source = terms.source
    anti join kept on files.message_id = kept.message_id
),

unheld as (
    select overdue.message_id
    from overdue
    anti join holds on holds_back(holds, overdue)
)

select * from unheld
