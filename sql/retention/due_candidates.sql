-- One row per record of the attached shard that its age alone does not keep: `due_records` looks at all of these.
-- No period begins before the record itself but that of a thread's root.
with

terms as (
    select * from purpose_terms
    where of_files = $of_files
)

select stored.*
from stored_records as stored
anti join terms
    on
        stored.source = terms.source
        and (stored.thread_id is not null) = terms.for_threads
        and coalesce(stored.hints, 0) & $named_hints = terms.hints
        and list_contains(stored.purposes, terms.purpose)
        and terms.start != 'thread_root'
        and (not terms.needs_consent or (stored.basis != 'consent' and terms.start = 'sent'))
        and stored.at_utc + terms.period > $now
