-- Rows that must not exist: export files whose records do not add up to what became of them.
-- title: Every record of every export became a message, an event, a duplicate, a reject or a refusal
-- severity: error
-- duties: d-31, d-35
-- on: governance
-- remedy: the reader of this platform lost or doubled records: report it with the file's id, keep the export
with

files as (
    select * from gov.files
),

unbalanced as (
    select file_id
    from files
    where records <> messages + events + duplicates + rejected + refused
)

select * from unbalanced
